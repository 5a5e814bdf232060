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

constexpr char kCountsTable[] =
    "CREATE TEMP TABLE batch_result (batch INTEGER, outcome INTEGER, customer TEXT,"
    " position INTEGER, accepted INTEGER, attempt INTEGER, sent INTEGER, time INTEGER)";

// A result of an item.
struct ItemResult {
  int64_t outcome = 0;
  bool accepted = false;
  std::tuple<int64_t, int64_t, int64_t> order;  // attempt, when it was sent, when it was seen
};

// What is known of the items of one batch.
struct Results {
  std::map<Answered, ItemResult> last;  // the result that counts, of those that matter
  std::set<int64_t> positions;          // of the items among these
  int64_t unanswered = 0;               // items at hand without any result
  int64_t accepted = 0;                 // accepted records of the answer that are among these

  void Add(const std::string& customer, int64_t position, const ItemResult& result) {
    if (position != kNoItem) positions.insert(position);
    const std::string who =
        MayBeSeveral(customer) ? customer + "#" + std::to_string(last.size()) : customer;
    const auto [at, first] = last.try_emplace({who, position}, result);
    if (!first && result.order >= at->second.order) at->second = result;
  }
};

// The results, batch by batch.
class ResultReader {
 public:
  explicit ResultReader(const Database& database)
      : rows_(database,
              "SELECT batch, outcome, customer, position, accepted, attempt, sent, time"
              " FROM batch_result ORDER BY batch, outcome"),
        more_(rows_.Step()) {}

  // Adds those of a batch. Batches are asked for in the order of their ids.
  void ReadBatch(int64_t batch, Results* results) {
    for (; more_ && rows_.Number(0) <= batch; more_ = rows_.Step()) {
      if (rows_.Number(0) < batch) continue;
      results->Add(rows_.Text(2), rows_.Number(3),
                   {rows_.Number(1),
                    rows_.Number(4) != 0,
                    {rows_.Number(5), rows_.Number(6), rows_.Number(7)}});
    }
  }

 private:
  Statement rows_;
  bool more_;
};

// How the items of one batch are accounted for.
struct Counts {
  int64_t succeeded = 0;
  int64_t failed = 0;
  int64_t presumed = 0;
  int64_t untold = 0;
  int64_t unanswered = 0;
};

// Counts the items of one batch.
class Counter {
 public:
  Counter(const Batch& batch, const BatchAnswer& answer, const Results& results)
      : batch_(batch), answer_(answer), results_(results) {}

  Counts Count() {
    const int64_t items = batch_.count.value_or(0);
    const bool each_known = batch_.items_known && answer_.extent != Extent::kWhole;
    Counts counts;
    if (each_known && (answer_.extent == Extent::kInPart || answer_.extent == Extent::kNone)) {
      counts.unanswered = results_.unanswered;
    }
    // Somebody whom the batch does not hold takes the place of an item that is left.
    const int64_t room = items - counts.unanswered;
    counts.failed = Keep(true, room);
    counts.succeeded = std::clamp<int64_t>(Succeeded(), 0, room - counts.failed);
    counts.failed += Keep(false, room - counts.failed - counts.succeeded);
    const int64_t rest = items - counts.unanswered - counts.failed - counts.succeeded;
    switch (answer_.extent) {
      case Extent::kWhole:  // rows that tell neither a result nor an error
      case Extent::kUntold:
        counts.untold = rest;
        break;
      case Extent::kByLog:
        counts.untold = std::clamp<int64_t>(batch_.story.failures_counted - Failed(), 0, rest);
        counts.presumed = rest - counts.untold;
        break;
      case Extent::kInPart:
      case Extent::kNone:
        (batch_.items_known ? counts.untold : counts.unanswered) += rest;
        break;
    }
    return counts;
  }

  // The outcomes that count as failed, after Count.
  const std::vector<int64_t>& kept() const { return kept_; }

 private:
  int64_t Failed() const {
    return std::count_if(results_.last.begin(), results_.last.end(),
                         [](const auto& entry) { return !entry.second.accepted; });
  }

  // Keeps the failures that count, no more than there is room for: those of the batch's items, or
  // those of others. How many.
  int64_t Keep(bool of_items, int64_t room) {
    int64_t kept = 0;
    for (const auto& [who, result] : results_.last) {
      const bool of_item = who.second != kNoItem || !batch_.items_known;
      if (result.accepted || of_item != of_items || kept >= room) continue;
      kept_.push_back(result.outcome);
      ++kept;
    }
    return kept;
  }

  // Items that were accepted, by the records of the answer and by outcomes.
  int64_t Succeeded() const {
    const auto known = static_cast<int64_t>(results_.last.size()) - Failed();
    if (answer_.extent == Extent::kWhole ||
        (answer_.extent == Extent::kInPart && !batch_.items_known)) {
      return known + answer_.accepted - results_.accepted;
    }
    return known + std::count_if(answer_.accepted_positions.begin(),
                                 answer_.accepted_positions.end(),
                                 [&](int64_t at) { return !results_.positions.contains(at); });
  }

  const Batch& batch_;
  const BatchAnswer& answer_;
  const Results& results_;
  std::vector<int64_t> kept_;
};

Database& WithCountsTable(Index* index) {
  index->database().Execute(kCountsTable);
  return index->database();
}

int64_t Of(const std::map<int64_t, int64_t>& counts, int64_t id) {
  const auto found = counts.find(id);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

BatchCounter::BatchCounter(Index* index)
    : database_(WithCountsTable(index)),
      insert_(database_,
              "INSERT INTO batch_result (batch, outcome, customer, position, accepted, attempt,"
              " sent, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)") {}

BatchCounter::~BatchCounter() {
  try {
    database_.Execute("DROP TABLE batch_result");
  } catch (...) {
    // The database is given up, or the work is: the table is gone with the connection.
  }
}

void BatchCounter::Add(const std::string& customer, const std::vector<Sending>& sent,
                       const std::vector<Outcome>& outcomes) {
  for (const Sending& sending : sent) {
    if (sending.state == Sending::State::kUnanswered) ++unanswered_[sending.batch->id];
  }
  for (const Outcome& outcome : outcomes) {
    for (const Evidence* e : outcome.evidence) {
      if (e->record.standing == Standing::kAccepted) ++accepted_[e->response];
    }
    AddResult(customer, sent, outcome);
  }
}

void BatchCounter::AddResult(const std::string& customer, const std::vector<Sending>& sent,
                             const Outcome& outcome) {
  const Place place = outcome.place();
  int64_t batch = place.batch;
  int64_t position = kNoItem;
  for (size_t i = 0; i < sent.size() && position == kNoItem; ++i) {
    if (!IsOf(outcome, sent[i], sent)) continue;
    batch = sent[i].batch->id;  // also where its line told only the run
    position = sent[i].position;
  }
  if (batch == 0) return;
  insert_.Bind(batch)
      .Bind(outcome.id)
      .Bind(customer)
      .Bind(position)
      .Bind(int64_t{outcome.accepted})
      .Bind(place.attempt)
      .Bind(outcome.sent)
      .Bind(outcome.time ? outcome.time->milliseconds : 0)
      .Run();
}

void BatchCounter::Store(const Runs& runs, const std::map<int64_t, BatchAnswer>& answers) {
  Statement update(database_,
                   "UPDATE batch SET answered = ?, succeeded = ?, presumed = ?, untold = ?,"
                   " unanswered = ?, cause = ? WHERE id = ?");
  Statement counted_in(database_, "UPDATE outcome SET counted_in = ? WHERE id = ?");
  ResultReader reader(database_);
  for (const auto& [id, answer] : answers) {
    Results results;
    results.unanswered = Of(unanswered_, id);
    results.accepted = Of(accepted_, answer.id);
    reader.ReadBatch(id, &results);
    Counter counter(*runs.FindBatch(id), answer, results);
    const Counts counts = counter.Count();
    update.Bind(counts.succeeded + counts.failed)
        .Bind(counts.succeeded)
        .Bind(counts.presumed)
        .Bind(counts.untold)
        .Bind(counts.unanswered)
        .Bind(counts.unanswered > 0 ? answer.cause : "")
        .Bind(id)
        .Run();
    for (const int64_t outcome : counter.kept()) counted_in.Bind(id).Bind(outcome).Run();
  }
}

}  // namespace analyzer
