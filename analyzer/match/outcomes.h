#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/match/books.h"

namespace analyzer {

// A decision by hand: which original a failure that could not be joined is of.
struct Decision {
  std::string failure;   // its key, as in unmatched.json
  std::string original;  // `PATH#BYTE`: file and first byte of the original
};

struct MatchOptions {
  std::vector<Decision> decisions;
  std::optional<int64_t> as_of;  // milliseconds: what is known to be later does not count
};

struct MatchReport {
  Books books;
  int64_t contradictions = 0;
  int64_t names_that_disagree = 0;
  int64_t order_unknown = 0;
  int64_t again_and_again = 0;     // failures of who failed three times or more for one reason
  std::vector<std::string> notes;  // decisions that did not fit
};

// Joins the records in the index to originals, makes outcomes of them, finds each customer's last
// word and each item that was never answered. Writes runs, batches, attempts, outcomes, candidates
// and unanswered items into the index, in the place of those that an earlier call wrote.
MatchReport Match(Index* index, const MatchOptions& options);

// Takes what Match wrote out of the index.
void ForgetMatches(Index* index);

// The key of a failure in unmatched.json: the same in every run over the same input. `evidence` is
// `PATH#BYTE` of the outcome's first evidence, by path and byte.
std::string FailureKey(const std::string& evidence);

}  // namespace analyzer
