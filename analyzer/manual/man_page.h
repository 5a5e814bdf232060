#pragma once

#include <string>
#include <vector>

#include "analyzer/manual/definitions.h"

namespace analyzer {

// The name of its manual page: import-analyzer-recover; of the program itself import-analyzer.
std::string PageNameOf(const CommandDefinition& command);

// The manual page of one of `all`, which it refers to, in the macros of man(7). `date` as
// 2026-11-30.
std::string ManPage(const CommandDefinition& command, const std::vector<CommandDefinition>& all,
                    const std::string& date);

}  // namespace analyzer
