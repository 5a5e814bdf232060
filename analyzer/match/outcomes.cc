#include "analyzer/match/outcomes.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/base/digest.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/records.h"
#include "analyzer/match/answers.h"
#include "analyzer/match/batch_counts.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/outcome.h"
#include "analyzer/match/sendings.h"

namespace analyzer {
namespace {

class Matcher {
 public:
  Matcher(Index* index, const MatchOptions& options)
      : database_(index->database()), index_(index), options_(options) {}

  MatchReport Run() {
    ForgetMatches(index_);
    SetLaterAside();
    const Runs runs = Runs::Load(index_, options_.as_of);
    runs.Store(index_);
    EvidenceLoader loader(index_, runs);
    loader.StorePlaces();
    const auto answers = FindAnswers(runs, &loader);
    Sendings sendings(runs, answers);
    evidence_ = loader.Load(sendings.CustomersWithoutResult(&loader.joiner()));
    Gather();
    AttachNameless();
    for (auto& [customer, outcomes] : customers_) Judge(customer, &outcomes);
    StoreUnanswered(sendings.Settle(&loader.joiner(), &customers_));
    StoreBatchCounts(index_, runs, answers, sendings, &customers_);
    Store();
    for (const Decision& decision : options_.decisions) {
      if (used_.contains(decision.failure)) continue;
      report_.notes.push_back("no failure " + decision.failure +
                              " is open here: the decision for it was not needed");
    }
    for (const auto& [path, count] : runs.unplaced()) {
      report_.notes.push_back(path + " tells of " + std::to_string(count) +
                              " attempts without a result, and no log tells whom it sent");
    }
    report_.books = CountBooks(&database_);
    Statement(database_, "INSERT INTO matching (as_of) VALUES (?)").Bind(options_.as_of).Run();
    return std::move(report_);
  }

 private:
  // What is known to be later than the moment that was asked for does not count.
  void SetLaterAside() {
    if (!options_.as_of) return;
    // A date alone in a file's name gives no time within its day.
    Statement(database_,
              "UPDATE response SET later = 1 WHERE coalesce(time, (SELECT named_time FROM file f"
              " WHERE f.id = response.file AND named_time % 86400000 <> 0)) > ?")
        .Bind(*options_.as_of)
        .Run();
    Statement(database_,
              "UPDATE record SET set_aside = 'later' WHERE coalesce("
              "(SELECT time FROM response s WHERE s.id = record.response), time,"
              " (SELECT named_time FROM file f WHERE f.id = record.file"
              " AND named_time % 86400000 <> 0)) > ?")
        .Bind(*options_.as_of)
        .Run();
  }

  static void Judge(const std::string& customer, std::vector<Outcome>* outcomes) {
    for (Outcome& outcome : *outcomes) Conclude(&outcome);
    if (!MayBeSeveral(customer)) return FindLastWords(outcomes);
    for (Outcome& outcome : *outcomes) {
      outcome.state = outcome.accepted ? "accepted" : "failure";
    }
  }

  void Gather() {
    std::vector<Evidence*> order;
    for (Evidence& e : evidence_) order.push_back(&e);
    // Responses first: lines and the client's records attach to what they say. Failures before the
    // rest, and each in the order in which they stand.
    const auto key = [](const Evidence* e) {
      return std::tuple(e->record.voice, e->record.standing == Standing::kAccepted, e->file_order,
                        e->byte_begin, e->id);
    };
    std::sort(order.begin(), order.end(),
              [&](const Evidence* a, const Evidence* b) { return key(a) < key(b); });
    for (Evidence* e : order) {
      if (IsNameless(*e)) {
        nameless_.push_back(e);
        continue;
      }
      AddEvidence(e, &customers_[e->customer]);
    }
  }

  // A line `None - None`, or a record of the client's without identity, is evidence for a record in
  // an answer of the same run that has neither id nor user name: the client tells no email. Where
  // there is none, nothing can be said of the line, and it is rejected; the record is a failure of
  // its own.
  void AttachNameless() {
    std::vector<Outcome*> nobodys;
    for (auto& [customer, outcomes] : customers_) {
      for (Outcome& outcome : outcomes) {
        const Evidence& first = outcome.first();
        const bool nameless = first.response != 0 && first.record.customer_id.empty() &&
                              first.record.username.empty();
        if (nameless && first.record.standing == Standing::kFailed) nobodys.push_back(&outcome);
      }
    }
    std::set<std::pair<const Outcome*, int64_t>> taken;
    std::vector<std::pair<Outcome*, Evidence*>> attached;
    Statement reject(database_, "UPDATE record SET set_aside = 'nameless' WHERE id = ?");
    for (Evidence* e : nameless_) {
      if (Outcome* best = BestNameless(*e, nobodys, taken)) {
        taken.insert({best, e->file});
        attached.emplace_back(best, e);
      } else if (e->record.voice == Voice::kLogLine) {
        reject.Bind(e->id).Run();
      } else {
        customers_[e->customer].emplace_back().evidence.push_back(e);
      }
    }
    for (const auto& [outcome, e] : attached) outcome->evidence.push_back(e);
  }

  static Outcome* BestNameless(const Evidence& e, const std::vector<Outcome*>& nobodys,
                               const std::set<std::pair<const Outcome*, int64_t>>& taken) {
    Outcome* best = nullptr;
    auto best_key = std::tuple(false, false, false);
    for (Outcome* outcome : nobodys) {
      const Evidence& first = outcome->first();
      const bool free = !taken.contains({outcome, e.file});
      if (!MayBeOfNobody(e, first) || (e.record.voice == Voice::kClientJson && !free)) continue;
      const auto key =
          std::tuple(first.place.batch == e.checked, free, first.record.result == e.record.result);
      if (best != nullptr && key <= best_key) continue;
      best = outcome;
      best_key = key;
    }
    return best;
  }

  // Where two runs were under way, the client's record still stands near its answer.
  static bool IsSoonAfter(const Evidence& e, const Evidence& answer) {
    constexpr int64_t kSoon = int64_t{10} * 60 * 1000;
    return e.record.voice == Voice::kClientJson && e.time && answer.time &&
           std::abs(e.time->milliseconds - answer.time->milliseconds) <= kSoon;
  }

  static bool MayBeOfNobody(const Evidence& e, const Evidence& answer) {
    if (e.place.run == 0 ? !IsSoonAfter(e, answer) : answer.place.run != e.place.run) return false;
    if (e.checked != 0 && answer.place.batch != 0 && answer.place.batch != e.checked) return false;
    if (e.record.voice == Voice::kLogLine) return true;
    return answer.record.result == e.record.result &&
           (e.record.error.empty() || answer.record.error.empty() ||
            answer.record.error == e.record.error);
  }

  void StoreUnanswered(const std::vector<UnansweredItem>& items) {
    Statement insert(database_,
                     "INSERT INTO unanswered (batch, position, original, customer, cause, detail,"
                     " sent, attempts, send_order, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const UnansweredItem& item : items) {
      const Sending& sending = *item.sending;
      const auto& attempts = sending.batch->attempts();
      insert.Bind(sending.batch->id)
          .Bind(sending.position)
          .Bind(sending.original)
          .Bind(item.customer)
          .Bind(item.cause)
          .Bind(attempts.empty() ? "" : attempts.back().ending)
          .Bind(sending.batch->last_sent())
          .Bind(item.attempts)
          .Bind(item.send_order)
          .Bind(item.state)
          .Run();
    }
  }

  struct Statements {
    explicit Statements(const Database& database)
        : outcome(database,
                  "INSERT INTO outcome (id, customer, original, joined_by, joining, name_disagrees,"
                  " household, customer_id, username, email, change_type, result, error, time,"
                  " time_whole_second, run, batch, attempt, contradicted, order_unknown, state,"
                  " resolved_by, already_imported, presumed_later, times, attempts, send_order, "
                  "counted_in) VALUES"
                  " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                  "?, ?)"),
          candidate(database,
                    "INSERT OR IGNORE INTO candidate (outcome, original, why) VALUES (?, ?, ?)") {}
    Statement outcome;
    Statement candidate;
  };

  void Store() {
    int64_t next = 1;
    for (auto& [customer, outcomes] : customers_) {
      for (Outcome& outcome : outcomes) outcome.id = next++;
    }
    Statements statements(database_);
    Records records(&database_);
    for (auto& [customer, outcomes] : customers_) {
      for (Outcome& outcome : outcomes) {
        // Outcomes that may be of several customers are no history of one.
        StoreOutcome(
            MayBeSeveral(customer) ? customer + "#" + std::to_string(outcome.id) : customer,
            outcome, &statements);
        for (const Evidence* e : outcome.evidence) records.Link(e->id, e->packed, outcome.id);
      }
    }
  }

  void StoreOutcome(const std::string& customer, const Outcome& outcome, Statements* statements) {
    const Evidence& decider = *outcome.decider;
    const Joined joined = JoiningOf(outcome);
    report_.contradictions += outcome.contradicted;
    report_.order_unknown += outcome.order_unknown;
    report_.again_and_again += outcome.times >= 3 && std::string_view(outcome.state) == "failure";
    report_.names_that_disagree += joined.name_disagrees && !outcome.accepted;
    const auto reference = [](int64_t id) { return id == 0 ? std::nullopt : std::optional(id); };
    const auto time = outcome.time ? std::optional(outcome.time->milliseconds) : std::nullopt;
    const Place place = outcome.place();
    statements->outcome.Bind(outcome.id)
        .Bind(customer)
        .Bind(reference(joined.original))
        .Bind(joined.joined_by)
        .Bind(NameOf(joined.joining))
        .Bind(int64_t{joined.name_disagrees})
        .Bind(int64_t{IsOfHousehold(outcome)})
        .Bind(decider.record.customer_id)
        .Bind(decider.record.username)
        .Bind(decider.record.email)
        .Bind(decider.record.change_type)
        .Bind(outcome.result)
        .Bind(outcome.error)
        .Bind(time)
        .Bind(int64_t{outcome.time && outcome.time->whole_second})
        .Bind(reference(place.run))
        .Bind(reference(place.batch))
        .Bind(reference(place.attempt))
        .Bind(int64_t{outcome.contradicted})
        .Bind(int64_t{outcome.order_unknown})
        .Bind(outcome.state)
        .Bind(reference(outcome.resolved_by == nullptr ? 0 : outcome.resolved_by->id))
        .Bind(int64_t{outcome.already_imported})
        .Bind(int64_t{outcome.presumed_later})
        .Bind(outcome.times)
        .Bind(outcome.attempts)
        .Bind(outcome.send_order)
        .Bind(reference(outcome.counted_in))
        .Run();
    for (const auto& [original, why] : joined.candidates) {
      statements->candidate.Bind(outcome.id).Bind(original).Bind(why).Run();
    }
  }

  // Where no log tells the run, any piece of evidence may tell.
  static bool IsOfHousehold(const Outcome& outcome) {
    if (outcome.decider->place.run != 0) return outcome.decider->household;
    return std::any_of(outcome.evidence.begin(), outcome.evidence.end(),
                       [](const Evidence* e) { return e->household; });
  }

  // Of the pieces of evidence the one that found an original; else the decider's.
  Joined JoiningOf(const Outcome& outcome) {
    Joined joined = outcome.decider->joined;
    for (const Evidence* e : outcome.evidence) {
      if (joined.joining == Joining::kMatched) break;
      if (e->joined.joining == Joining::kMatched) joined = e->joined;
    }
    if (joined.joining == Joining::kMatched || std::string_view(outcome.state) != "failure")
      return joined;
    DecideByHand(outcome, &joined);
    return joined;
  }

  void DecideByHand(const Outcome& outcome, Joined* joined) {
    if (options_.decisions.empty()) return;
    const std::string key = FailureKey(PlaceOf(outcome));
    for (const Decision& decision : options_.decisions) {
      if (decision.failure != key) continue;
      used_.insert(key);
      if (const auto original = OriginalNamed(decision.original)) {
        joined->original = *original;
        joined->joining = Joining::kMatched;
        joined->joined_by = "by hand";
        joined->candidates.clear();
      } else {
        report_.notes.push_back("the decision for failure " + key +
                                " names no original that was read: " + decision.original);
      }
    }
  }

  std::optional<int64_t> OriginalNamed(const std::string& reference) {
    const size_t hash = reference.rfind('#');
    if (hash == std::string::npos) return std::nullopt;
    int64_t byte = -1;
    const char* const end = reference.data() + reference.size();
    const auto read = std::from_chars(reference.data() + hash + 1, end, byte);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return FindOriginalAt(index_, reference.substr(0, hash), byte);
  }

  std::string PlaceOf(const Outcome& outcome) {
    const auto before = [](const Evidence* a, const Evidence* b) { return StandsBefore(*a, *b); };
    const Evidence* first =
        *std::min_element(outcome.evidence.begin(), outcome.evidence.end(), before);
    Statement path(database_, "SELECT path FROM file WHERE id = ?");
    path.Bind(first->file).Step();
    return path.Text(0) + "#" + std::to_string(first->byte_begin);
  }

  Database& database_;
  Index* index_;
  const MatchOptions& options_;
  std::deque<Evidence> evidence_;
  OutcomesByCustomer customers_;
  std::vector<Evidence*> nameless_;
  std::set<std::string> used_;  // failures that a decision was found for
  MatchReport report_;
};

}  // namespace

MatchReport Match(Index* index, const MatchOptions& options) {
  return Matcher(index, options).Run();
}

void ForgetMatches(Index* index) {
  index->database().Execute(
      "DELETE FROM record WHERE unpacked;"
      "UPDATE record SET outcome = NULL, set_aside = ''"
      " WHERE outcome IS NOT NULL OR set_aside <> '';"
      "UPDATE response SET later = 0 WHERE later;"
      "UPDATE response SET run = NULL, batch = NULL, attempt = NULL WHERE run IS NOT NULL;"
      "DELETE FROM candidate; DELETE FROM outcome; DELETE FROM unanswered; DELETE FROM attempt;"
      "DELETE FROM batch_part; DELETE FROM batch; DELETE FROM run; DELETE FROM matching");
}

std::string FailureKey(const std::string& evidence) { return Sha256(evidence).substr(0, 16); }

}  // namespace analyzer
