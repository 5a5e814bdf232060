#include "analyzer/match/outcome.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace analyzer {
namespace {

// A line that names a failure, beside an answer that says success: only what is told at once is of
// that answer.
constexpr int64_t kContradictionWithin = 5000;
constexpr int64_t kSameAttemptWithin = int64_t{10} * 60 * 1000;  // milliseconds, where no log tells

// ---- Which evidence is of one attempt ----

// An attempt has one answer: what differs and was not saved at once is of another attempt, which a
// log that is cut short does not tell of.
bool AreAtOnce(const Evidence& a, const Evidence& b) {
  constexpr int64_t kSameMoment = 1000;  // milliseconds; times may be whole seconds
  return !a.time || !b.time || std::abs(a.time->milliseconds - b.time->milliseconds) < kSameMoment;
}

bool SameAnswer(const Evidence& a, const Evidence& b) {
  if (a.response == b.response) return true;
  if (a.place.attempt != 0 && b.place.attempt != 0) {
    return a.place.attempt == b.place.attempt && (a.content == b.content || AreAtOnce(a, b));
  }
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

// ---- What the evidence of one attempt says together ----

// A smaller one decides: any result before none (UNKNOWN never replaces one); then a response
// before a line before the client's JSON; a failure before a success; a stated result before an
// implied one; then what stands later.
auto Weight(const Evidence& e) {
  return std::tuple(e.record.result == kUnknown, static_cast<int>(e.record.voice),
                    e.record.standing == Standing::kAccepted, !e.record.result_stated,
                    -e.file_order, -e.byte_begin, -e.id);
}

// ---- Order ----

enum class Order { kBefore, kAfter, kUnknown };

// As a text of the client's window tells that shows both.
Order OrderInWindow(const Outcome& a, const Outcome& b) {
  for (const Evidence* one : a.evidence) {
    for (const Evidence* other : b.evidence) {
      if (!one->of_window || !other->of_window || one->file != other->file) continue;
      return one->byte_begin < other->byte_begin ? Order::kBefore : Order::kAfter;
    }
  }
  return Order::kUnknown;
}

// Whether `a` was before `b`.
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
  return OrderInWindow(a, b);
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
      return std::tuple(o->time ? o->time->milliseconds : 0, o->sent, o->first().file_order,
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

// A CONFLICT of a CREATE says that the customer is there: where an earlier outcome shows it as
// imported, the conflict is with itself.
bool IsAlreadyImported(const Outcome& conflict, const std::vector<Outcome>& all) {
  std::string change_type = conflict.decider->record.change_type;
  if (change_type.empty()) change_type = conflict.decider->joined.change_type;
  if (conflict.accepted || conflict.result != "CONFLICT" || change_type != "CREATE") return false;
  const Outcome* last = nullptr;
  for (const Outcome& outcome : all) {
    if (!outcome.accepted || OrderOf(outcome, conflict) != Order::kBefore) continue;
    if (last == nullptr || OrderOf(*last, outcome) == Order::kBefore) last = &outcome;
  }
  return last != nullptr && !IsDelete(*last);
}

int64_t TimesOf(const Outcome& failed, const std::vector<Outcome*>& of_kind) {
  return std::count_if(of_kind.begin(), of_kind.end(), [&](const Outcome* outcome) {
    return !outcome->accepted && outcome->result == failed.result;
  });
}

}  // namespace

Place Outcome::place() const {
  for (const Evidence* piece : evidence) {
    if (piece->place.run != 0) return piece->place;
  }
  return {};
}

bool IsNameless(const Evidence& e) { return e.response == 0 && !e.record.HasIdentity(); }

bool TellsOfNobody(const Evidence& e) {
  return e.response != 0 && e.record.customer_id.empty() && e.record.username.empty() &&
         e.record.standing == Standing::kFailed;
}

namespace {

// nullptr where the evidence is of another attempt.
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

}  // namespace

void AddEvidence(Evidence* evidence, std::vector<Outcome>* outcomes) {
  Outcome* outcome = FindOutcome(*evidence, *outcomes);
  if (outcome == nullptr) {
    outcome = &outcomes->emplace_back();
    outcome->time = evidence->time;
  }
  outcome->evidence.push_back(evidence);
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

bool MayBeSeveral(const std::string& customer) {
  return customer.starts_with("reported username:") || customer.starts_with("reported email:");
}

void FindLastWords(std::vector<Outcome>* outcomes) {
  std::vector<Outcome*> changed;
  std::vector<Outcome*> deleted;
  for (Outcome& outcome : *outcomes) (IsDelete(outcome) ? deleted : changed).push_back(&outcome);
  for (const std::vector<Outcome*>& of_kind : {changed, deleted}) {
    FindLastWord(of_kind);
    for (Outcome* outcome : of_kind) outcome->times = TimesOf(*outcome, of_kind);
  }
  for (Outcome& outcome : *outcomes) {
    outcome.already_imported = IsAlreadyImported(outcome, *outcomes);
  }
}

}  // namespace analyzer
