#pragma once

#include <string>

#include "analyzer/write/verification.h"

namespace analyzer {

// For a person: how many findings there are of each kind, then each of them with where the sources
// say so, then the verdict in one line.
std::string VerifyText(const Verification& result);

}  // namespace analyzer
