#pragma once

#include <vector>

#include "analyzer/match/evidence.h"
#include "analyzer/match/evidence_table.h"
#include "analyzer/match/outcome.h"

namespace analyzer {

// The outcomes of one customer, and the evidence that they point to.
class CustomerOutcomes {
 public:
  // Loads the evidence, and puts together what is of one attempt.
  CustomerOutcomes(const CustomerEvidence& customer, EvidenceLoader* loader);
  CustomerOutcomes(const CustomerOutcomes&) = delete;
  CustomerOutcomes& operator=(const CustomerOutcomes&) = delete;

  std::vector<Outcome>& outcomes() { return outcomes_; }

 private:
  std::vector<Evidence> evidence_;
  std::vector<Outcome> outcomes_;
};

}  // namespace analyzer
