#pragma once

#include <string>
#include <vector>

#include "analyzer/manual/definitions.h"

namespace analyzer {

// Scripts by which shells complete subcommands, options, the words that options take, files and
// folders. `all` as of Definitions().
std::string BashCompletion(const std::vector<CommandDefinition>& all);
std::string ZshCompletion(const std::vector<CommandDefinition>& all);
std::string FishCompletion(const std::vector<CommandDefinition>& all);

// The names of all options that take a value, each once.
std::vector<std::string> NamesWithValues(const std::vector<CommandDefinition>& all);

// The words with `between` between them.
std::string Joined(const std::vector<std::string>& words, const std::string& between);

}  // namespace analyzer
