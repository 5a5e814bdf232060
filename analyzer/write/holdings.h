#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/last_words.h"
#include "analyzer/audit/tree_reading.h"

namespace analyzer {

// Which files of a tree hold which failures.
class Holdings {
 public:
  // `failure` is an outcome or, of an item that was never answered, a number below 0 of its own.
  // The file that holds it already; nullptr where it is `file` from now on. It lives as long as
  // this.
  const std::string* TakeSingle(int64_t failure, const std::string& file);
  const std::string* TakeRetry(int64_t failure, const std::string& file);
  // A file of it is there, under another reason.
  void TakeMisfiled(int64_t failure) { misfiled_.insert(failure); }

  // Tells of each failure that the tree ought to hold and does not, and how many would be sent
  // twice where both single files and retry batches are sent.
  void Tell(const Tree& tree, LastWords* words, std::vector<Finding>* findings) const;

 private:
  std::map<int64_t, std::string> single_;
  std::map<int64_t, std::string> retry_;
  std::set<int64_t> misfiled_;
};

}  // namespace analyzer
