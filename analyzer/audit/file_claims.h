#pragma once

#include <vector>

#include "analyzer/audit/claims.h"

namespace analyzer {

// What the client's own files claim: how many its record of failures lists, and for each reason how
// many the summary states and how many files of single failures there are.
std::vector<Claim> LoadFileClaims(Index* index);

}  // namespace analyzer
