#include "analyzer/match/batch_counts.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace analyzer {
namespace {

// Who was answered: a customer, and the item where one of the batch is that customer's. Outcomes
// that may be of several customers are each of an item of its own.
using Answered = std::pair<std::string, int64_t>;
constexpr int64_t kNoItem = -1;

// What is known of the items of one batch.
struct Results {
  std::map<Answered, Outcome*> last;  // the result that counts, of those that matter
  std::set<int64_t> positions;        // of the items among these
  int64_t unanswered = 0;             // items at hand without any result
};

// How the items of one batch are accounted for.
struct Counts {
  int64_t succeeded = 0;
  int64_t failed = 0;
  int64_t presumed = 0;
  int64_t untold = 0;
  int64_t unanswered = 0;
};

bool IsBefore(const Outcome& a, const Outcome& b) {
  const auto key = [](const Outcome& o) {
    return std::tuple(o.place().attempt, o.sent, o.time ? o.time->milliseconds : 0);
  };
  return key(a) < key(b);
}

class Counter {
 public:
  Counter(const Sendings& sendings, OutcomesByCustomer* outcomes) {
    for (const auto& [customer, of_customer] : sendings.by_customer()) {
      for (const Sending& sending : of_customer) {
        results_[sending.batch->id].unanswered += sending.state == Sending::State::kUnanswered;
      }
    }
    for (auto& [customer, of_customer] : *outcomes) {
      const auto sent = sendings.by_customer().find(customer);
      for (Outcome& outcome : of_customer) {
        CountAccepted(outcome);
        Take(customer, sent == sendings.by_customer().end() ? nullptr : &sent->second, &outcome);
      }
    }
  }

  Counts Count(const Batch& batch, const BatchAnswer& answer) {
    const Results& results = results_[batch.id];
    const int64_t items = batch.count.value_or(0);
    const bool each_known = batch.items_known && answer.extent != Extent::kWhole;
    Counts counts;
    if (each_known && (answer.extent == Extent::kInPart || answer.extent == Extent::kNone)) {
      counts.unanswered = results.unanswered;
    }
    // Somebody whom the batch does not hold takes the place of an item that is left.
    const int64_t room = items - counts.unanswered;
    counts.failed = Keep(batch, results, true, room);
    counts.succeeded =
        std::clamp<int64_t>(Succeeded(batch, answer, results), 0, room - counts.failed);
    counts.failed += Keep(batch, results, false, room - counts.failed - counts.succeeded);
    const int64_t rest = items - counts.unanswered - counts.failed - counts.succeeded;
    switch (answer.extent) {
      case Extent::kWhole:  // rows that tell neither a result nor an error
      case Extent::kUntold:
        counts.untold = rest;
        break;
      case Extent::kByLog:
        counts.untold =
            std::clamp<int64_t>(batch.story.failures_counted - Failed(results), 0, rest);
        counts.presumed = rest - counts.untold;
        break;
      case Extent::kInPart:
      case Extent::kNone:
        (batch.items_known ? counts.untold : counts.unanswered) += rest;
        break;
    }
    return counts;
  }

 private:
  // Accepted records of an answer that are evidence of an outcome: the others are of customers that
  // never failed.
  void CountAccepted(const Outcome& outcome) {
    for (const Evidence* e : outcome.evidence) {
      accepted_[e->response] += e->record.standing == Standing::kAccepted;
    }
  }

  void Take(const std::string& customer, const std::vector<Sending>* sent, Outcome* outcome) {
    int64_t batch = outcome->place().batch;
    int64_t position = kNoItem;
    for (size_t i = 0; sent != nullptr && i < sent->size() && position == kNoItem; ++i) {
      if (!IsOf(*outcome, (*sent)[i], *sent)) continue;
      batch = (*sent)[i].batch->id;  // also where its line told only the run
      position = (*sent)[i].position;
    }
    if (batch == 0) return;
    Results& results = results_[batch];
    if (position != kNoItem) results.positions.insert(position);
    const std::string who =
        MayBeSeveral(customer) ? customer + "#" + std::to_string(results.last.size()) : customer;
    Outcome*& last = results.last[{who, position}];
    if (last == nullptr || !IsBefore(*outcome, *last)) last = outcome;
  }

  static int64_t Failed(const Results& results) {
    return std::count_if(results.last.begin(), results.last.end(),
                         [](const auto& entry) { return !entry.second->accepted; });
  }

  // Marks the failures that count, no more than there is room for: those of the batch's items, or
  // those of others. How many.
  static int64_t Keep(const Batch& batch, const Results& results, bool of_items, int64_t room) {
    int64_t kept = 0;
    for (const auto& [who, outcome] : results.last) {
      const bool of_item = who.second != kNoItem || !batch.items_known;
      if (outcome->accepted || of_item != of_items || kept >= room) continue;
      outcome->counted_in = batch.id;
      ++kept;
    }
    return kept;
  }

  // Items that were accepted, by the records of the answer and by outcomes.
  int64_t Succeeded(const Batch& batch, const BatchAnswer& answer, const Results& results) {
    const auto known = static_cast<int64_t>(results.last.size()) - Failed(results);
    if (answer.extent == Extent::kWhole ||
        (answer.extent == Extent::kInPart && !batch.items_known)) {
      return known + answer.accepted - accepted_[answer.id];
    }
    return known + std::count_if(answer.accepted_positions.begin(), answer.accepted_positions.end(),
                                 [&](int64_t at) { return !results.positions.contains(at); });
  }

  std::map<int64_t, Results> results_;   // by batch
  std::map<int64_t, int64_t> accepted_;  // by answer
};

}  // namespace

void StoreBatchCounts(Index* index, const Runs& runs, const std::map<int64_t, BatchAnswer>& answers,
                      const Sendings& sendings, OutcomesByCustomer* outcomes) {
  Counter counter(sendings, outcomes);
  Statement update(index->database(),
                   "UPDATE batch SET answered = ?, succeeded = ?, presumed = ?, untold = ?,"
                   " unanswered = ?, cause = ? WHERE id = ?");
  for (const auto& [id, answer] : answers) {
    const Counts counts = counter.Count(*runs.FindBatch(id), answer);
    update.Bind(counts.succeeded + counts.failed)
        .Bind(counts.succeeded)
        .Bind(counts.presumed)
        .Bind(counts.untold)
        .Bind(counts.unanswered)
        .Bind(counts.unanswered > 0 ? answer.cause : "")
        .Bind(id)
        .Run();
  }
}

}  // namespace analyzer
