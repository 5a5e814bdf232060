#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/match/outcomes.h"

namespace analyzer {

// The decisions that a person filled into a copy of unmatched.json. An error that names the file
// where it is none.
Result<std::vector<Decision>> ReadDecisions(const std::string& path);

// Those of several files, one after the other.
Status ReadAllDecisions(const std::vector<std::string>& paths, std::vector<Decision>* decisions);

}  // namespace analyzer
