#pragma once

#include "analyzer/audit/history.h"
#include "analyzer/index/index.h"
#include "analyzer/match/evidence.h"

namespace analyzer {

// Joins records of a matched index again, to tell what matching keeps no notes of. Nothing is
// written. Costly: the logs are followed anew.
class JoiningTracer {
 public:
  // `index` must outlive this.
  explicit JoiningTracer(Index* index);

  // The accepted records of a customer who never failed: no outcome is made of these. For
  // HistoryLoader::Load.
  std::vector<Evidence> AcceptedOf(const std::string& customer);

  // Fills in which strategies were tried for each record of the history.
  void Trace(CustomerHistory* history);

 private:
  Runs runs_;
  EvidenceLoader loader_;
};

}  // namespace analyzer
