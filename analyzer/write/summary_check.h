#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/last_words.h"
#include "analyzer/audit/tree_reading.h"

namespace analyzer {

// Holds what summaries count against their own lists, the files beside them and the failures that
// the sources tell of. `recorded` are the outcomes that a record of the client's tells of. Adds to
// *findings.
void CheckSummaries(const Tree& tree, const LastWords& words, const std::set<int64_t>& recorded,
                    std::vector<Finding>* findings);

}  // namespace analyzer
