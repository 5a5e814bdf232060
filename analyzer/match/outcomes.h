#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"

namespace analyzer {

// A decision by hand: which original a failure that could not be joined is of.
struct Decision {
  std::string failure;   // its key, as in unmatched.json
  std::string original;  // `PATH#BYTE`: file and first byte of the original
};

// How everything that was seen is accounted for. Every number is counted by itself.
struct Books {
  int64_t seen = 0;
  int64_t accepted = 0;
  int64_t failed = 0;
  int64_t rejected = 0;
  int64_t failed_outcomes = 0;
  int64_t further_evidence = 0;  // failed records beyond the first of an outcome
  int64_t overruled = 0;         // failed records of an outcome that is a success
  int64_t failures = 0;
  int64_t superseded = 0;
  int64_t resolved = 0;
  int64_t matched = 0;
  int64_t ambiguous = 0;
  int64_t unmatched = 0;

  // What does not add up, for a person; empty where all does.
  std::string Imbalance() const;
};

struct MatchReport {
  Books books;
  int64_t contradictions = 0;
  int64_t names_that_disagree = 0;
  int64_t order_unknown = 0;
  std::vector<std::string> notes;  // decisions that did not fit
};

// Joins the records in the index to originals, makes outcomes of them, and finds each customer's
// last word. Writes outcomes and candidates into the index.
MatchReport Match(Index* index, const std::vector<Decision>& decisions);

// The key of a failure in unmatched.json: the same in every run over the same input. `evidence` is
// `PATH#BYTE` of the outcome's first evidence.
std::string FailureKey(const std::string& evidence);

}  // namespace analyzer
