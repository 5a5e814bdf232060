#include "analyzer/match/sendings.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace analyzer {
namespace {

// Something that is known of a customer at some time.
struct Event {
  enum class Kind { kAccepted, kPresumed, kFailed };
  Kind kind;
  int64_t sent = 0;  // when the attempt was sent; 0: not known
  std::optional<LocalTime> time;
  std::string version;
  bool is_delete = false;

  // Orders the events of a customer; what has no time goes first.
  int64_t Moment() const { return sent != 0 ? sent : time ? time->milliseconds : 0; }
};

// A sending's last attempt; one that never was is as late as its run.
int64_t MomentOf(const Sending& sending) {
  return sending.batch->last_sent().value_or(sending.run->ended);
}

// An answer that tells whole seconds may be of any moment in its second: one that may have been
// seen after the sending counts as later.
bool IsAfter(const Event& event, const Sending& sending) {
  if (event.sent != 0) return event.sent > MomentOf(sending);
  if (!event.time) return false;
  return event.time->milliseconds + (event.time->whole_second ? 999 : 0) >= MomentOf(sending);
}

const char* StateAfter(Event::Kind kind) {
  switch (kind) {
    case Event::Kind::kAccepted:
      return "imported";
    case Event::Kind::kPresumed:
      return "presumed";
    case Event::Kind::kFailed:
      return "failed";
  }
  return "";
}

// What became of an item that was not answered. `events` are in the order of time.
const char* StateOf(const Sending& item, const std::vector<Event>& events,
                    const std::vector<Sending>& sendings) {
  const Event* before = nullptr;
  const Event* after = nullptr;
  for (const Event& event : events) {
    if (event.is_delete != item.is_delete) continue;
    if (!IsAfter(event, item)) {
      before = &event;
    } else if (after == nullptr || after->kind != Event::Kind::kAccepted) {
      after = &event;
    }
  }
  if (after != nullptr) return StateAfter(after->kind);
  const bool again = std::any_of(sendings.begin(), sendings.end(), [&](const Sending& other) {
    return other.state == Sending::State::kUnanswered && other.is_delete == item.is_delete &&
           std::pair(MomentOf(other), other.order) > std::pair(MomentOf(item), item.order);
  });
  if (again) return "superseded";
  // The very same was sent before, and judged.
  if (before != nullptr && before->version == item.version) return StateAfter(before->kind);
  return "open";
}

int64_t AttemptsOf(const Sending& sending) {
  const auto told = static_cast<int64_t>(sending.batch->attempts().size());
  return std::max<int64_t>(told, sending.state == Sending::State::kAnswered ? 1 : 0);
}

int64_t AnOriginalOf(const std::vector<Outcome>& outcomes) {
  for (const Outcome& outcome : outcomes) {
    for (const Evidence* evidence : outcome.evidence) {
      if (const int64_t original = AnOriginalOf(evidence->joined)) return original;
    }
  }
  return 0;
}

}  // namespace

int64_t OriginalOf(const Outcome& outcome) {
  for (const Evidence* evidence : outcome.evidence) {
    if (evidence->joined.original != 0) return evidence->joined.original;
  }
  return 0;
}

bool IsOf(const Outcome& outcome, const Sending& sending, const std::vector<Sending>& all) {
  const Place place = outcome.place();
  if (place.batch == 0) {
    return place.run == sending.run->id &&
           std::count_if(all.begin(), all.end(),
                         [&](const Sending& other) { return other.run == sending.run; }) == 1;
  }
  if (place.batch != sending.batch->id) return false;
  // Sent twice in one batch, the original tells which.
  const int64_t original = OriginalOf(outcome);
  return sending.original == original ||
         std::none_of(all.begin(), all.end(), [&](const Sending& other) {
           return other.batch == sending.batch && other.original == original;
         });
}

Sendings::Sendings(const Runs& runs, const std::map<int64_t, BatchAnswer>& answers, Joiner* joiner)
    : runs_(runs), answers_(answers), joiner_(*joiner) {
  constexpr int kPositionBits = 24;
  int64_t batches = 0;
  for (const Run& run : runs.all()) {
    for (const auto& [number, batch] : run.batches) {
      const int64_t order = ++batches << kPositionBits;
      for (const ItemList::Stretch& items : batch.items.stretches())
        stretches_.push_back({&run, &batch, order, items, 0});
    }
  }
  std::sort(stretches_.begin(), stretches_.end(),
            [](const Stretch& a, const Stretch& b) { return a.of.first < b.of.first; });
  int64_t reach = 0;
  for (Stretch& stretch : stretches_) stretch.reach = reach = std::max(reach, stretch.of.last);
}

bool Sendings::IsOpen(const BatchAnswer& answer, int64_t position) const {
  return answer.extent == Extent::kNone ||
         (answer.extent == Extent::kInPart && !answer.seen->answered.contains(position));
}

void Sendings::ForEachWithoutResult(
    const std::function<void(const std::string& customer, int64_t original)>& take) const {
  for (const Run& run : runs_.all()) {
    for (const auto& [number, batch] : run.batches) {
      const BatchAnswer& answer = answers_.at(batch.id);
      if (answer.extent != Extent::kNone && answer.extent != Extent::kInPart) continue;
      joiner_.originals().Trim();
      batch.items.ForEach([&](int64_t position, int64_t original) {
        if (IsOpen(answer, position)) take(joiner_.CustomerOf(original), original);
      });
    }
  }
}

// All sendings of the customer whose original it is, in any run.
std::vector<Sending> Sendings::Find(int64_t original) const {
  std::vector<Sending> sendings;
  if (original == 0) return sendings;
  for (const int64_t version : joiner_.originals().VersionsOf(original))
    AddSendingsOf(version, &sendings);
  std::sort(sendings.begin(), sendings.end(),
            [](const Sending& a, const Sending& b) { return a.order < b.order; });
  return sendings;
}

void Sendings::AddSendingsOf(int64_t version, std::vector<Sending>* sendings) const {
  const bool is_delete = joiner_.originals().Row(version)->change_type == "DELETE";
  auto at =
      std::upper_bound(stretches_.begin(), stretches_.end(), version,
                       [](int64_t id, const Stretch& stretch) { return id < stretch.of.first; });
  while (at != stretches_.begin() && (--at)->reach > version) {
    if (at->of.last <= version) continue;
    Sending sending{.run = at->run, .batch = at->batch};
    sending.position = at->of.position + version - at->of.first;
    sending.original = version;
    sending.is_delete = is_delete;
    sending.order = at->order + sending.position;
    sendings->push_back(std::move(sending));
  }
}

// Only what may be unanswered is compared with what else was sent.
void Sendings::FindVersions(std::vector<Sending>* sendings) const {
  const bool may_be_open = std::any_of(sendings->begin(), sendings->end(), [&](const Sending& s) {
    return IsOpen(answers_.at(s.batch->id), s.position);
  });
  if (!may_be_open) return;
  for (Sending& sending : *sendings)
    sending.version = joiner_.originals().Version(sending.original);
}

namespace {

Sending::State StateOf(const Sending& sending, const BatchAnswer& answer) {
  switch (answer.extent) {
    case Extent::kWhole:
    case Extent::kByLog:
      return Sending::State::kPresumed;
    case Extent::kInPart:
      return answer.seen->answered.contains(sending.position) ? Sending::State::kAnswered
                                                              : Sending::State::kUnanswered;
    case Extent::kNone:
      return Sending::State::kUnanswered;
    case Extent::kUntold:
      return Sending::State::kUntold;
  }
  return Sending::State::kUntold;
}

// Sets the states of a customer's sendings, and gives all that is known of the customer in the
// order of time.
std::vector<Event> FindEvents(const std::map<int64_t, BatchAnswer>& answers,
                              const std::vector<Outcome>& outcomes,
                              std::vector<Sending>* sendings) {
  std::vector<Event> events;
  std::unordered_map<int64_t, const Sending*> by_original;
  for (Sending& sending : *sendings) {
    by_original[sending.original] = &sending;
    const bool has_outcome =
        std::any_of(outcomes.begin(), outcomes.end(),
                    [&](const Outcome& outcome) { return IsOf(outcome, sending, *sendings); });
    sending.state =
        has_outcome ? Sending::State::kAnswered : StateOf(sending, answers.at(sending.batch->id));
    // A result that was seen and joined to nobody is no failure that anybody named.
    const bool presumed = sending.state == Sending::State::kPresumed ||
                          (sending.state == Sending::State::kAnswered && !has_outcome);
    if (presumed) {
      events.push_back(
          {Event::Kind::kPresumed, MomentOf(sending), {}, sending.version, sending.is_delete});
    }
  }
  for (const Outcome& outcome : outcomes) {
    const auto sending = by_original.find(OriginalOf(outcome));
    events.push_back({outcome.accepted ? Event::Kind::kAccepted : Event::Kind::kFailed,
                      outcome.sent, outcome.time,
                      sending == by_original.end() ? "" : sending->second->version,
                      IsDelete(outcome)});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.Moment() < b.Moment(); });
  return events;
}

bool IsPresumedAfter(const Outcome& outcome, const std::vector<Event>& events) {
  const int64_t moment = outcome.sent != 0 ? outcome.sent
                         : outcome.time    ? outcome.time->milliseconds
                                           : 0;
  return std::any_of(events.begin(), events.end(), [&](const Event& event) {
    return event.kind == Event::Kind::kPresumed && event.is_delete == IsDelete(outcome) &&
           event.sent > moment;
  });
}

}  // namespace

SettledCustomer Sendings::Settle(int64_t original, std::vector<Outcome>* outcomes) const {
  joiner_.originals().Trim();
  SettledCustomer settled;
  std::vector<Sending>& sendings = settled.sendings;
  sendings = Find(original == 0 ? AnOriginalOf(*outcomes) : original);
  FindVersions(&sendings);
  const std::vector<Event> events = FindEvents(answers_, *outcomes, &sendings);
  int64_t attempts = 0;
  std::optional<int64_t> send_order;
  for (const Sending& sending : sendings) {
    attempts += AttemptsOf(sending);
    send_order = std::min(send_order.value_or(sending.order), sending.order);
  }
  for (const Outcome& outcome : *outcomes) {
    attempts += std::none_of(sendings.begin(), sendings.end(), [&](const Sending& sending) {
      return IsOf(outcome, sending, sendings);
    });
  }
  for (Outcome& outcome : *outcomes) {
    outcome.attempts = attempts;
    outcome.send_order = send_order;
    outcome.presumed_later = !outcome.accepted && IsPresumedAfter(outcome, events);
  }
  for (const Sending& sending : sendings) {
    if (sending.state != Sending::State::kUnanswered) continue;
    settled.unanswered.push_back({sending, answers_.at(sending.batch->id).cause, attempts,
                                  send_order, StateOf(sending, events, sendings)});
  }
  return settled;
}

}  // namespace analyzer
