#pragma once

#include <string>

#include "analyzer/index/database.h"

namespace analyzer {

// SQL that joins to an original `g` the parts `p` of batches (batch_part) that hold it, by the
// index of the places of parts: a file may have very many. Good as long as the parts stay the same.
std::string JoinHoldingParts(const Database& database);

}  // namespace analyzer
