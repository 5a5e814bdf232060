#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "analyzer/index/database.h"

namespace analyzer {

// How everything that was seen is accounted for. Every number is counted by itself.
struct Books {
  int64_t seen = 0;
  int64_t accepted = 0;
  int64_t failed = 0;
  int64_t rejected = 0;
  int64_t later = 0;  // than the moment that was asked for
  int64_t failed_outcomes = 0;
  int64_t further_evidence = 0;  // failed records beyond the first of an outcome
  int64_t overruled = 0;         // failed records of an outcome that is a success
  int64_t failures = 0;
  int64_t superseded = 0;
  int64_t resolved = 0;
  int64_t matched = 0;
  int64_t ambiguous = 0;
  int64_t unmatched = 0;
  // Items of batches, whose runs the logs tell of.
  int64_t items = 0;
  int64_t answered = 0;
  int64_t presumed = 0;
  int64_t untold = 0;
  int64_t unanswered = 0;
  std::map<std::string, int64_t> unanswered_by_cause;
  std::map<std::string, int64_t> unanswered_by_state;  // of those whose original is at hand
  int64_t unanswered_not_at_hand = 0;                  // the file of their batch is not known

  // What does not add up, for a person; empty where all does.
  std::string Imbalance() const;
};

// A sum that does not come out, in words; empty where it does.
std::string Differ(const std::string& what, int64_t left, int64_t right);

// Counts in the index, each number by a question of its own, so that the balance is a check and not
// a tautology.
Books CountBooks(Database* database);

}  // namespace analyzer
