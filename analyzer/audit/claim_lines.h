#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// A line of a log in which the client counts something.
struct ClaimLine {
  std::string pattern;            // as in the table of log lines
  std::optional<int64_t> number;  // of the batch
  std::optional<int64_t> count;
  std::optional<int64_t> batches;  // of a counter: in all
  std::string path;                // of a count by reason: the reason
  std::string file;
  int64_t line = 0;
};

// The lines of each run, by its id, in the order of the log. Left out: lines of which it cannot be
// told which of two runs wrote them, and those of a copy of a log.
std::map<int64_t, std::vector<ClaimLine>> LoadClaimLines(Index* index);

}  // namespace analyzer
