#pragma once

#include <cstdint>
#include <map>

#include "analyzer/match/answers.h"
#include "analyzer/match/sendings.h"

namespace analyzer {

// Writes into the index what became of the items of each batch, and tells each outcome in which
// batch it is an item's result (Outcome::counted_in): the last one of each item, and no more of
// them than the batch has answered items. `sendings` are settled.
void StoreBatchCounts(Index* index, const Runs& runs, const std::map<int64_t, BatchAnswer>& answers,
                      const Sendings& sendings, OutcomesByCustomer* outcomes);

}  // namespace analyzer
