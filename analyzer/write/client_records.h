#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/last_words.h"
#include "analyzer/audit/tree_reading.h"
#include "analyzer/index/index.h"
#include "analyzer/match/join.h"

namespace analyzer {

// The client's records in failed_customers.json or failed_households.json, by whom they are of.
class ClientRecords {
 public:
  // All must outlive this.
  ClientRecords(const Tree& tree, Index* index, LastWords* words)
      : tree_(tree), words_(*words), joiner_(index) {}

  // Whom a record's own fields mean; empty where they do not tell certainly.
  std::string CustomerOf(const TreeClaim& record);

  // Notes which failures a record tells of, be there an original in it or not.
  void Note(const TreeClaim& record);

  // Tells how many records are of a customer and reason that was noted before, a file at a time.
  void TellRepeated(std::vector<Finding>* findings) const;

  // The outcomes that the noted records tell of.
  const std::set<int64_t>& failures() const { return failures_; }

 private:
  const Tree& tree_;
  LastWords& words_;
  Joiner joiner_;
  std::set<int64_t> failures_;
  std::set<std::tuple<size_t, std::string, std::string>> noted_;  // file, reason, customer
  std::map<size_t, int64_t> repeated_;                            // by file
};

}  // namespace analyzer
