#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/match/answers.h"
#include "analyzer/match/outcome.h"
#include "analyzer/match/runs.h"

namespace analyzer {

// One item of one batch: a customer was sent, or was to be.
struct Sending {
  enum class State { kAnswered, kPresumed, kUntold, kUnanswered };

  const Run* run = nullptr;
  const Batch* batch = nullptr;
  int64_t position = 0;  // in the batch
  int64_t original = 0;
  std::string version = {};  // where it matters; else empty
  bool is_delete = false;
  State state = State::kAnswered;
  int64_t order = 0;  // orders all sendings as they were first sent
};

// An unanswered item, as in the schema.
struct UnansweredItem {
  Sending sending;
  std::string cause;
  int64_t attempts = 0;  // at the customer
  std::optional<int64_t> send_order;
  const char* state = "open";
};

// The original that an outcome was joined to; 0 where it was joined to none.
int64_t OriginalOf(const Outcome& outcome);

// Whether an outcome is of this item; `all` are the sendings of the customer. Where the outcome's
// batch is not known, the run's only item is it.
bool IsOf(const Outcome& outcome, const Sending& sending, const std::vector<Sending>& all);

// What was sent of one customer, and what became of it.
struct SettledCustomer {
  std::vector<Sending> sendings;  // in the order of sending
  std::vector<UnansweredItem> unanswered;
};

// Finds what was sent of customers.
class Sendings {
 public:
  // All must outlive this.
  Sendings(const Runs& runs, const std::map<int64_t, BatchAnswer>& answers, Joiner* joiner);

  // Calls take(customer, original) for each item of which no result is known so far.
  void ForEachWithoutResult(
      const std::function<void(const std::string& customer, int64_t original)>& take) const;

  // Brings sendings and outcomes of one customer together: sets presumed_later, attempts and
  // send_order of the outcomes, and finds what became of each unanswered item. `original` is one of
  // the customer's; 0: none is known.
  SettledCustomer Settle(int64_t original, std::vector<Outcome>* outcomes) const;

 private:
  // Items of a batch whose ids follow each other.
  struct Stretch {
    const Run* run;
    const Batch* batch;
    int64_t order;         // of the batch's first item
    ItemList::Stretch of;  // its items
    int64_t reach;         // no stretch up to here holds an id from this one on
  };
  bool IsOpen(const BatchAnswer& answer, int64_t position) const;
  std::vector<Sending> Find(int64_t original) const;
  void AddSendingsOf(int64_t version, std::vector<Sending>* sendings) const;
  void FindVersions(std::vector<Sending>* sendings) const;

  const Runs& runs_;
  const std::map<int64_t, BatchAnswer>& answers_;
  Joiner& joiner_;
  std::vector<Stretch> stretches_;  // by their first id
};

}  // namespace analyzer
