#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>

#include "analyzer/match/evidence.h"
#include "analyzer/match/runs.h"

namespace analyzer {

// How far a batch was answered.
enum class Extent {
  kWhole,   // an answer with a result for each item is at hand
  kByLog,   // the log shows it as answered: whom no source names is presumed accepted
  kInPart,  // the answer is cut off, or its body is broken: as far as results were seen
  kNone,    // no answer was seen
  kUntold   // results were seen, or told of, and nothing tells whose they are
};

// Positions in a batch.
struct SeenItems {
  std::set<int64_t> answered;  // of the items that have a result
  std::set<int64_t> accepted;  // of these, the ones that were accepted
};

struct BatchAnswer {
  Extent extent = Extent::kNone;
  const char* cause = "";  // as in the schema, of what is unanswered; where kInPart or kNone
  std::unique_ptr<SeenItems> seen;  // where results of single items were sought: kInPart, kUntold
  // The answer that is whole; where kInPart, the one with the most results. 0: there is none.
  int64_t id = 0;
  int64_t accepted = 0;  // its records of a success
};

// Tells for each batch of each run how far it was answered. Copies of runs have none.
std::map<int64_t, BatchAnswer> FindAnswers(const Runs& runs, EvidenceLoader* loader);

}  // namespace analyzer
