#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/audit/batch_row.h"
#include "analyzer/audit/run_row.h"
#include "analyzer/index/index.h"

namespace analyzer {

// A number that the client told, and what the evidence comes to.
struct Claim {
  std::string claim;  // what is counted, in a word or two
  int64_t said = 0;
  int64_t evidence = 0;
  std::optional<int64_t> run;  // nothing where it is of all runs
  std::string file;
  std::optional<int64_t> line;  // nothing where it is a file or folder as a whole
  bool holds = false;
  std::string why;  // for a person: why not; empty where it holds
};

// What the client's logs, its record of failures and its tree of single failures claim. Of what it
// says of single batches, only what does not hold. In the order of runs and places.
std::vector<Claim> LoadClaims(Index* index, const std::vector<RunRow>& runs,
                              const std::vector<BatchRow>& batches);

}  // namespace analyzer
