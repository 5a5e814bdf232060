#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "analyzer/match/answers.h"
#include "analyzer/match/sendings.h"

namespace analyzer {

// Counts what became of the items of each batch. The results of their items are gathered customer
// by customer, and kept in a temporary table, which is gone with this.
class BatchCounter {
 public:
  // `index` must outlive this.
  explicit BatchCounter(Index* index);
  ~BatchCounter();
  BatchCounter(const BatchCounter&) = delete;
  BatchCounter& operator=(const BatchCounter&) = delete;

  // Takes what is known of one customer: outcomes that are settled and have their ids, which are
  // larger than those of the customers before.
  void Add(const std::string& customer, const std::vector<Sending>& sent,
           const std::vector<Outcome>& outcomes);

  // Writes into the index what became of the items of each batch, and tells each outcome in which
  // batch it is an item's result (`counted_in`): the last one of each item, and no more of them
  // than the batch has answered items.
  void Store(const Runs& runs, const std::map<int64_t, BatchAnswer>& answers);

 private:
  void AddResult(const std::string& customer, const std::vector<Sending>& sent,
                 const Outcome& outcome);

  Database& database_;
  Statement insert_;
  std::map<int64_t, int64_t> unanswered_;  // items at hand without any result, by batch
  // Accepted records of an answer that are evidence of an outcome, by answer: the others are of
  // customers that never failed.
  std::map<int64_t, int64_t> accepted_;
};

}  // namespace analyzer
