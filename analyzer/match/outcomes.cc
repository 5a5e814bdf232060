#include "analyzer/match/outcomes.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/match/evidence.h"

namespace analyzer {
namespace {

// A line that names a failure, beside an answer that says success: only what is told at once is of
// that answer.
constexpr int64_t kContradictionWithin = 5000;
constexpr int64_t kSameAttemptWithin = int64_t{10} * 60 * 1000;  // milliseconds, where no log tells

// One attempt at one customer, and all that speaks of it. The first piece decides.
struct Outcome {
  int64_t id = 0;
  std::vector<Evidence*> evidence;
  const Evidence* decider = nullptr;
  std::string result;
  std::string error;
  bool accepted = false;
  bool contradicted = false;
  bool order_unknown = false;
  std::optional<LocalTime> time;
  int64_t sent = 0;
  const char* state = "failure";
  const Outcome* resolved_by = nullptr;

  const Evidence& first() const { return *evidence.front(); }
};

bool IsNameless(const Evidence& e) {
  return e.record.voice == Voice::kLogLine && !e.record.HasIdentity();
}

// ---- Which evidence is of one attempt ----

bool SameAnswer(const Evidence& a, const Evidence& b) {
  if (a.response == b.response) return true;
  if (a.place.attempt != 0 && b.place.attempt != 0) return a.place.attempt == b.place.attempt;
  if (a.time && b.time) return a.number == b.number && a.time->milliseconds == b.time->milliseconds;
  return a.content == b.content;
}

bool AnswersBelong(const Evidence& e, const Outcome& outcome) {
  bool same = false;
  for (const Evidence* other : outcome.evidence) {
    if (other->response == 0 || !SameAnswer(e, *other)) continue;
    // A customer sent twice in one batch has two results in one list, and so two outcomes.
    const bool both_listed = e.record.result_stated && other->record.result_stated;
    if (both_listed && e.record.position && other->record.position &&
        *e.record.position != *other->record.position) {
      return false;
    }
    same = true;
  }
  return same;
}

// How far a line or a client's record is from an outcome in time; nothing where it is of another.
std::optional<int64_t> Distance(const Evidence& e, const Outcome& outcome, bool only_one) {
  const Evidence& first = outcome.first();
  const bool contradicts = e.record.standing != first.record.standing;
  const int64_t within = contradicts ? kContradictionWithin : kSameAttemptWithin;
  if (e.place.run != 0 && first.place.run != 0) {
    if (e.place.run != first.place.run) return std::nullopt;
    if (e.place.batch != 0 && first.place.batch != 0 && e.place.batch != first.place.batch) {
      return std::nullopt;
    }
    if (!e.time || !outcome.time) return 0;
    const int64_t distance = std::abs(e.time->milliseconds - outcome.time->milliseconds);
    return contradicts && distance > within ? std::nullopt : std::optional(distance);
  }
  if (!e.time || !outcome.time) {
    return only_one && !contradicts ? std::optional<int64_t>(0) : std::nullopt;
  }
  // What was seen before a run began is none of its attempts.
  if (outcome.time->milliseconds + 999 < e.not_before ||
      e.time->milliseconds + 999 < first.not_before) {
    return std::nullopt;
  }
  const int64_t distance = std::abs(e.time->milliseconds - outcome.time->milliseconds);
  return distance <= within ? std::optional(distance) : std::nullopt;
}

Outcome* FindOutcome(const Evidence& e, std::vector<Outcome>& outcomes) {
  if (e.response != 0) {
    for (Outcome& outcome : outcomes) {
      if (AnswersBelong(e, outcome)) return &outcome;
    }
    return nullptr;
  }
  Outcome* nearest = nullptr;
  int64_t least = 0;
  for (Outcome& outcome : outcomes) {
    const auto distance = Distance(e, outcome, outcomes.size() == 1);
    if (!distance || (nearest != nullptr && *distance >= least)) continue;
    nearest = &outcome;
    least = *distance;
  }
  return nearest;
}

// ---- What the evidence of one attempt says together ----

// A smaller one decides: any result before none (UNKNOWN never replaces one); then a response
// before a line before the client's JSON; a failure before a success; a stated result before an
// implied one; then what stands later.
auto Weight(const Evidence& e) {
  return std::tuple(e.record.result == kUnknown, static_cast<int>(e.record.voice),
                    e.record.standing == Standing::kAccepted, !e.record.result_stated, -e.id);
}

void Conclude(Outcome* outcome) {
  const auto lighter = [](const Evidence* a, const Evidence* b) { return Weight(*a) < Weight(*b); };
  outcome->decider = *std::min_element(outcome->evidence.begin(), outcome->evidence.end(), lighter);
  outcome->result = outcome->decider->record.result;
  outcome->accepted = outcome->decider->record.standing == Standing::kAccepted;
  std::vector<Evidence*> by_voice = outcome->evidence;
  std::stable_sort(by_voice.begin(), by_voice.end(), [](const Evidence* a, const Evidence* b) {
    return a->record.voice < b->record.voice;
  });
  outcome->error = outcome->decider->record.error;
  for (const Evidence* e : by_voice) {
    if (outcome->error.empty() && e->record.standing == Standing::kFailed)
      outcome->error = e->record.error;
    if (!outcome->time && e->time) outcome->time = e->time;
    if (outcome->sent == 0) outcome->sent = e->sent;
    const bool success_differs = (e->record.standing == Standing::kAccepted) != outcome->accepted;
    const bool result_differs = e->record.result_stated && e->record.result != kUnknown &&
                                !outcome->accepted && e->record.result != outcome->result;
    outcome->contradicted |= success_differs || result_differs;
  }
}

// ---- Order ----

enum class Order { kBefore, kAfter, kUnknown };

Order OrderOf(const Outcome& a, const Outcome& b) {
  const auto end = [](const LocalTime& t) { return t.milliseconds + (t.whole_second ? 999 : 0); };
  if (a.time && b.time) {
    if (end(*a.time) < b.time->milliseconds) return Order::kBefore;
    if (end(*b.time) < a.time->milliseconds) return Order::kAfter;
    if (a.sent != 0 && b.sent != 0 && a.sent != b.sent) {
      return a.sent < b.sent ? Order::kBefore : Order::kAfter;
    }
  }
  const bool comparable = (a.time.has_value() == b.time.has_value());
  if (comparable && a.first().file == b.first().file) {
    return a.first().byte_begin < b.first().byte_begin ? Order::kBefore : Order::kAfter;
  }
  return Order::kUnknown;
}

// CREATE, UPDATE and UPSERT say that the customer shall be there; DELETE that it shall not.
// Where no evidence states it, the original does.
bool IsDelete(const Outcome& outcome) {
  std::string stated = outcome.decider->record.change_type;
  for (const Evidence* e : outcome.evidence) {
    if (stated.empty()) stated = e->record.change_type;
  }
  for (const Evidence* e : outcome.evidence) {
    if (stated.empty()) stated = e->joined.change_type;
  }
  return stated == "DELETE";
}

// A user name or an email that is joined to nobody may be that of several: no outcome of such is
// the last word on another.
bool MayBeSeveral(const std::string& customer) {
  return customer.starts_with("reported username:") || customer.starts_with("reported email:");
}

// Sets the states of all outcomes of one customer and one kind of change.
void FindLastWord(const std::vector<Outcome*>& outcomes) {
  std::vector<Outcome*> failed;
  for (Outcome* outcome : outcomes) {
    if (outcome->accepted) {
      outcome->state = "accepted";
    } else {
      failed.push_back(outcome);
    }
  }
  if (failed.empty()) return;
  std::stable_sort(failed.begin(), failed.end(), [](const Outcome* a, const Outcome* b) {
    const auto key = [](const Outcome* o) {
      return std::tuple(o->time ? o->time->milliseconds : 0, o->sent, o->first().file,
                        o->first().byte_begin);
    };
    return key(a) < key(b);
  });
  for (Outcome* outcome : failed) outcome->state = "superseded";
  Outcome* last = failed.back();
  last->state = "failure";
  for (const Outcome* success : outcomes) {
    if (!success->accepted) continue;
    const Order order = OrderOf(*last, *success);
    if (order == Order::kBefore && last->resolved_by == nullptr) {
      last->state = "resolved";
      last->resolved_by = success;
    }
    if (order == Order::kUnknown) last->order_unknown = true;
  }
  if (last->resolved_by != nullptr) last->order_unknown = false;
}

class Matcher {
 public:
  Matcher(Index* index, const std::vector<Decision>& decisions)
      : database_(index->database()), index_(index), decisions_(decisions) {}

  MatchReport Run() {
    const Runs runs = Runs::Load(index_);
    evidence_ = EvidenceLoader(index_, runs).Load();
    Gather();
    AttachNameless();
    for (auto& [customer, outcomes] : customers_) {
      for (Outcome& outcome : outcomes) Conclude(&outcome);
      if (MayBeSeveral(customer)) {
        for (Outcome& outcome : outcomes) FindLastWord({&outcome});
      } else {
        FindLastWords(&outcomes);
      }
    }
    Store();
    for (const Decision& decision : decisions_) {
      if (used_.contains(decision.failure)) continue;
      report_.notes.push_back("no failure " + decision.failure +
                              " is open here: the decision for it was not needed");
    }
    index_->FinishMatching();
    Count();
    return std::move(report_);
  }

 private:
  void Gather() {
    std::vector<Evidence*> order;
    for (Evidence& e : evidence_) order.push_back(&e);
    // Responses first: lines and the client's records attach to what they say.
    std::stable_sort(order.begin(), order.end(), [](const Evidence* a, const Evidence* b) {
      return a->record.voice < b->record.voice;
    });
    for (Evidence* e : order) {
      if (IsNameless(*e)) {
        nameless_.push_back(e);
        continue;
      }
      std::vector<Outcome>& outcomes = customers_[e->customer];
      Outcome* outcome = FindOutcome(*e, outcomes);
      if (outcome == nullptr) {
        outcome = &outcomes.emplace_back();
        outcome->time = e->time;
      }
      outcome->evidence.push_back(e);
    }
  }

  // A line `None - None` is evidence for a record without identity in the answer that was being
  // checked; without such a record nothing can be said, and it is rejected.
  void AttachNameless() {
    std::set<const Outcome*> taken;
    Statement reject(database_, "UPDATE record SET standing = 'rejected' WHERE id = ?");
    for (Evidence* e : nameless_) {
      Outcome* best = nullptr;
      auto best_key = std::tuple(false, false, false);
      for (auto& [customer, outcomes] : customers_) {
        for (Outcome& outcome : outcomes) {
          const Evidence& first = outcome.first();
          if (first.response == 0 || first.record.HasIdentity()) continue;
          if (first.record.standing != Standing::kFailed) continue;
          if (e->place.run == 0 || first.place.run != e->place.run) continue;
          if (e->checked != 0 && first.place.batch != 0 && first.place.batch != e->checked)
            continue;
          const auto key = std::tuple(first.place.batch == e->checked, !taken.contains(&outcome),
                                      first.record.result == e->record.result);
          if (best != nullptr && key <= best_key) continue;
          best = &outcome;
          best_key = key;
        }
      }
      if (best == nullptr) {
        reject.Bind(e->id).Run();
      } else {
        taken.insert(best);
        nameless_of_[best].push_back(e);
      }
    }
    for (auto& [outcome, lines] : nameless_of_) {
      for (Evidence* line : lines) const_cast<Outcome*>(outcome)->evidence.push_back(line);
    }
  }

  void FindLastWords(std::vector<Outcome>* outcomes) {
    std::vector<Outcome*> changed;
    std::vector<Outcome*> deleted;
    for (Outcome& outcome : *outcomes) (IsDelete(outcome) ? deleted : changed).push_back(&outcome);
    FindLastWord(changed);
    FindLastWord(deleted);
  }

  void Store() {
    int64_t next = 1;
    for (auto& [customer, outcomes] : customers_) {
      for (Outcome& outcome : outcomes) outcome.id = next++;
    }
    Statement link(database_, "UPDATE record SET outcome = ? WHERE id = ?");
    for (auto& [customer, outcomes] : customers_) {
      for (Outcome& outcome : outcomes) {
        // Outcomes that may be of several customers are no history of one.
        StoreOutcome(
            MayBeSeveral(customer) ? customer + "#" + std::to_string(outcome.id) : customer,
            outcome);
        for (const Evidence* e : outcome.evidence) link.Bind(outcome.id).Bind(e->id).Run();
      }
    }
  }

  void StoreOutcome(const std::string& customer, const Outcome& outcome) {
    const Evidence& decider = *outcome.decider;
    const Joined joined = JoiningOf(outcome);
    report_.contradictions += outcome.contradicted;
    report_.order_unknown += outcome.order_unknown;
    report_.names_that_disagree += joined.name_disagrees && !outcome.accepted;
    const char* const joining = joined.joining == Joining::kMatched     ? "matched"
                                : joined.joining == Joining::kAmbiguous ? "ambiguous"
                                                                        : "unmatched";
    const auto reference = [](int64_t id) { return id == 0 ? std::nullopt : std::optional(id); };
    const auto time = outcome.time ? std::optional(outcome.time->milliseconds) : std::nullopt;
    Place place;
    for (const Evidence* e : outcome.evidence) {
      if (place.run == 0) place = e->place;
    }
    Statement(database_,
              "INSERT INTO outcome (id, customer, original, joined_by, joining, name_disagrees,"
              " household, customer_id, username, email, change_type, result, error, time,"
              " time_whole_second, run, batch, attempt, contradicted, order_unknown, state,"
              " resolved_by, already_imported, presumed_later, times, attempts) VALUES"
              " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 1, 1)")
        .Bind(outcome.id)
        .Bind(customer)
        .Bind(reference(joined.original))
        .Bind(joined.joined_by)
        .Bind(joining)
        .Bind(int64_t{joined.name_disagrees})
        .Bind(int64_t{decider.household})
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
        .Run();
    Statement candidate(
        database_, "INSERT OR IGNORE INTO candidate (outcome, original, why) VALUES (?, ?, ?)");
    for (const auto& [original, why] : joined.candidates) {
      candidate.Bind(outcome.id).Bind(original).Bind(why).Run();
    }
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
    if (decisions_.empty()) return;
    const std::string key = FailureKey(PlaceOf(outcome));
    for (const Decision& decision : decisions_) {
      if (decision.failure != key) continue;
      used_.insert(key);
      const size_t hash = decision.original.rfind('#');
      Statement find(database_,
                     "SELECT o.id FROM original o JOIN file f ON f.id = o.file"
                     " WHERE f.path || '#' || o.byte_begin = ?");
      find.Bind(decision.original);
      if (hash != std::string::npos && find.Step()) {
        joined->original = find.Number(0);
        joined->joining = Joining::kMatched;
        joined->joined_by = "by hand";
        joined->candidates.clear();
      } else {
        report_.notes.push_back("the decision for failure " + key +
                                " names no original that was read: " + decision.original);
      }
    }
  }

  std::string PlaceOf(const Outcome& outcome) {
    const auto less = [](const Evidence* a, const Evidence* b) { return a->id < b->id; };
    const Evidence* first =
        *std::min_element(outcome.evidence.begin(), outcome.evidence.end(), less);
    Statement path(database_, "SELECT path FROM file WHERE id = ?");
    path.Bind(first->file).Step();
    return path.Text(0) + "#" + std::to_string(first->byte_begin);
  }

  // Each number by a question of its own, so that the balance is a check and not a tautology.
  void Count() {
    Books& books = report_.books;
    const auto count = [&](const char* sql) { return database_.Number(sql); };
    books.seen = count("SELECT count(*) FROM record");
    books.accepted = count("SELECT count(*) FROM record WHERE standing = 'accepted'");
    books.failed = count("SELECT count(*) FROM record WHERE standing = 'failed'");
    books.rejected = count("SELECT count(*) FROM record WHERE standing = 'rejected'");
    books.failed_outcomes = count("SELECT count(*) FROM outcome WHERE state <> 'accepted'");
    books.further_evidence = count(
        "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM record r JOIN outcome o"
        " ON o.id = r.outcome WHERE r.standing = 'failed' AND o.state <> 'accepted' GROUP BY "
        "o.id)");
    books.overruled = count(
        "SELECT count(*) FROM record r JOIN outcome o ON o.id = r.outcome"
        " WHERE r.standing = 'failed' AND o.state = 'accepted'");
    books.failures = count("SELECT count(*) FROM outcome WHERE state = 'failure'");
    books.superseded = count("SELECT count(*) FROM outcome WHERE state = 'superseded'");
    books.resolved = count("SELECT count(*) FROM outcome WHERE state = 'resolved'");
    books.matched = count("SELECT count(*) FROM failures WHERE joining = 'matched'");
    books.ambiguous = count("SELECT count(*) FROM failures WHERE joining = 'ambiguous'");
    books.unmatched = count("SELECT count(*) FROM failures WHERE joining = 'unmatched'");
  }

  Database& database_;
  Index* index_;
  const std::vector<Decision>& decisions_;
  std::vector<Evidence> evidence_;
  std::map<std::string, std::vector<Outcome>> customers_;
  std::vector<Evidence*> nameless_;
  std::map<const Outcome*, std::vector<Evidence*>> nameless_of_;
  std::set<std::string> used_;  // failures that a decision was found for
  MatchReport report_;
};

}  // namespace

std::string Books::Imbalance() const {
  const auto differ = [](const char* what, int64_t left, int64_t right) {
    return left == right ? std::string()
                         : std::string(what) + ": " + std::to_string(left) + " is not " +
                               std::to_string(right) + "; ";
  };
  return differ("records seen = accepted + failed + rejected", seen, accepted + failed + rejected) +
         differ("failed records = failed outcomes + further evidence + overruled", failed,
                failed_outcomes + further_evidence + overruled) +
         differ("failed outcomes = failures + superseded + resolved", failed_outcomes,
                failures + superseded + resolved) +
         differ("failures = written + ambiguous + unmatched", failures,
                matched + ambiguous + unmatched);
}

MatchReport Match(Index* index, const std::vector<Decision>& decisions) {
  return Matcher(index, decisions).Run();
}

std::string FailureKey(const std::string& evidence) { return Sha256(evidence).substr(0, 16); }

}  // namespace analyzer
