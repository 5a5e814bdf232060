#pragma once

#include <vector>

#include "analyzer/audit/claims.h"

namespace analyzer {

// What the lines of logs claim: each run's summary, the counters of its batches, its failures.
std::vector<Claim> LoadLogClaims(Index* index, const std::vector<RunRow>& runs,
                                 const std::vector<BatchRow>& batches);

}  // namespace analyzer
