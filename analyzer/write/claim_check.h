#pragma once

#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/last_words.h"
#include "analyzer/audit/tree_reading.h"
#include "analyzer/write/altered_items.h"
#include "analyzer/write/client_records.h"

namespace analyzer {

// Holds what a tree says is to be sent again against what the sources say: who failed last, why,
// and with which original. Adds to *findings; *records gets the client's records.
void CheckClaims(const Tree& tree, LastWords* words, ClientRecords* records, AlteredItems* altered,
                 std::vector<Finding>* findings);

}  // namespace analyzer
