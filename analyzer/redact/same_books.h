#pragma once

#include <string>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/redact/text_redactor.h"

namespace analyzer {

// What two matched indexes differ in, of all that can be counted: the books, failures by reason,
// how they were joined, runs, unanswered items. A line each, for a person; empty where nothing
// differs. `redactor` is what made the sources of `after` of those of `before`.
std::vector<std::string> DifferencesInBooks(Index* before, Index* after,
                                            const TextRedactor& redactor);

}  // namespace analyzer
