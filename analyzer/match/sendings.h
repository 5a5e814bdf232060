#pragma once

#include <cstdint>
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
  const Sending* sending = nullptr;
  std::string customer;
  std::string cause;
  int64_t attempts = 0;  // at the customer
  std::optional<int64_t> send_order;
  const char* state = "open";
};

using OutcomesByCustomer = std::map<std::string, std::vector<Outcome>>;
using SendingsByCustomer = std::map<std::string, std::vector<Sending>>;

// The original that an outcome was joined to; 0 where it was joined to none.
int64_t OriginalOf(const Outcome& outcome);

// Whether an outcome is of this item; `all` are the sendings of the customer. Where the outcome's
// batch is not known, the run's only item is it.
bool IsOf(const Outcome& outcome, const Sending& sending, const std::vector<Sending>& all);

// What was sent of the customers that matter: those with outcomes, and those with items that were
// not answered.
class Sendings {
 public:
  // All must outlive this.
  Sendings(const Runs& runs, const std::map<int64_t, BatchAnswer>& answers);

  // The customers of items of which no result is known so far.
  Customers CustomersWithoutResult(Joiner* joiner) const;

  // Brings sendings and outcomes together: sets presumed_later, attempts and send_order of the
  // outcomes, and finds what became of each unanswered item. In the order of sending.
  std::vector<UnansweredItem> Settle(Joiner* joiner, OutcomesByCustomer* outcomes);

  // After Settle: all sendings of the customers that matter.
  const SendingsByCustomer& by_customer() const { return sendings_; }

 private:
  bool IsOpen(const BatchAnswer& answer, int64_t position) const;
  void Collect(Joiner* joiner, const OutcomesByCustomer& outcomes);
  void FindVersions(Joiner* joiner, std::vector<Sending>* sendings) const;
  void SettleCustomer(const std::string& customer, std::vector<Sending>* sendings,
                      std::vector<Outcome>* outcomes, std::vector<UnansweredItem>* unanswered);

  const Runs& runs_;
  const std::map<int64_t, BatchAnswer>& answers_;
  SendingsByCustomer sendings_;
};

}  // namespace analyzer
