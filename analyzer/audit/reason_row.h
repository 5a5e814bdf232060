#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// What became of those that failed for one reason.
struct ReasonRow {
  std::string reason;
  bool household = false;
  int64_t failures = 0;  // joined + ambiguous + unmatched
  int64_t joined = 0;
  int64_t ambiguous = 0;
  int64_t unmatched = 0;
  int64_t already_imported = 0;  // of these, by an earlier attempt
  int64_t superseded = 0;        // failed again later; not among the failures
  int64_t resolved = 0;          // accepted later; not among the failures
};

// Reasons of failures that stand; customers first, then by reason.
std::vector<ReasonRow> LoadReasons(Index* index);

// Also those that nobody's last word is.
std::vector<ReasonRow> LoadAllReasons(Index* index);

}  // namespace analyzer
