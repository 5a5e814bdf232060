#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "analyzer/base/result.h"

namespace analyzer {

// The environment variable that sets an option; empty where none does: only what says how this
// machine is to work, and not what is to be done, has one.
std::string EnvironmentOf(const CLI::Option& option);

// The arguments behind the program's name, with what is set elsewhere put in as if it were typed:
// what the environment says of options that were not typed, and what the configuration file says of
// those that neither sets. The file is the one that --config names, else IMPORT_ANALYZER_CONFIG.
// Options that stand before the subcommand, and that it has, come behind it.
// An error where the file cannot be read, or names something that `app` does not have: near names,
// and the file, are told.
Result<std::vector<std::string>> WithSettings(const CLI::App& app,
                                              std::vector<std::string> arguments);

// The file that these arguments, or else the environment, name with --config; empty: none.
std::string ConfigFileOf(const std::vector<std::string>& arguments);

// The place of the first argument that is neither an option nor the value of one: the subcommand,
// or what stands where it should. The number of the arguments where there is none.
size_t FirstWordIn(const CLI::App& app, const std::vector<std::string>& arguments);

// The subcommand that the first such word names; null where it names none.
const CLI::App* SubcommandIn(const CLI::App& app, const std::vector<std::string>& arguments);

// The names of the options that can be written with two hyphens.
std::vector<std::string> LongOptions(const CLI::App& command);

}  // namespace analyzer
