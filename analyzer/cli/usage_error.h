#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace analyzer {

// What was wrong with these arguments, and what to type instead.
std::string UsageError(const CLI::App& app, const CLI::ParseError& error,
                       const std::vector<std::string>& arguments);

}  // namespace analyzer
