#include "analyzer/match/outcome_writer.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "analyzer/index/originals.h"

namespace analyzer {
namespace {

// Unanswered items, in any order.
constexpr char kUnanswered[] =
    "CREATE TEMP TABLE unanswered_item AS SELECT * FROM unanswered WHERE FALSE";

Database& WithOutcomeTable(Index* index) {
  index->database().Execute(kUnanswered);
  return index->database();
}

// Where no log tells the run, any piece of evidence may tell.
bool IsOfHousehold(const Outcome& outcome) {
  if (outcome.decider->place.run != 0) return outcome.decider->household;
  return std::any_of(outcome.evidence.begin(), outcome.evidence.end(),
                     [](const Evidence* e) { return e->household; });
}

}  // namespace

OutcomeWriter::OutcomeWriter(Index* index, const MatchOptions& options, MatchReport* report)
    : database_(WithOutcomeTable(index)),
      index_(index),
      options_(options),
      report_(*report),
      records_(&database_),
      outcome_(database_,
               "INSERT INTO outcome (id, customer, original, joined_by, joining, name_disagrees,"
               " household, customer_id, username, email, change_type, result, error, time,"
               " time_whole_second, run, batch, attempt, contradicted, order_unknown, state,"
               " resolved_by, already_imported, presumed_later, times, attempts, send_order)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
               " ?, ?)"),
      candidate_(database_,
                 "INSERT OR IGNORE INTO candidate (outcome, original, why) VALUES (?, ?, ?)"),
      unanswered_(database_,
                  "INSERT INTO unanswered_item (batch, position, original, customer, cause, detail,"
                  " sent, attempts, send_order, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {}

void OutcomeWriter::Add(const std::string& customer, std::vector<Outcome>* outcomes) {
  for (Outcome& outcome : *outcomes) outcome.id = next_++;
  for (const Outcome& outcome : *outcomes) {
    // Outcomes that may be of several customers are no history of one.
    Write(MayBeSeveral(customer) ? customer + "#" + std::to_string(outcome.id) : customer, outcome);
    for (const Evidence* e : outcome.evidence) records_.Link(e->id, e->packed, outcome.id);
  }
}

void OutcomeWriter::AddUnanswered(const std::string& customer, const UnansweredItem& item) {
  const Sending& sending = item.sending;
  const auto& attempts = sending.batch->attempts();
  unanswered_.Bind(sending.batch->id)
      .Bind(sending.position)
      .Bind(sending.original)
      .Bind(customer)
      .Bind(item.cause)
      .Bind(attempts.empty() ? "" : attempts.back().ending)
      .Bind(sending.batch->last_sent())
      .Bind(item.attempts)
      .Bind(item.send_order)
      .Bind(item.state)
      .Run();
}

void OutcomeWriter::Finish() {
  // Batches have their ids in the order of sending.
  database_.Execute(
      "INSERT INTO unanswered SELECT * FROM unanswered_item ORDER BY batch, position;"
      "DROP TABLE unanswered_item");
  for (const Decision& decision : options_.decisions) {
    if (used_.contains(decision.failure)) continue;
    report_.notes.push_back("no failure " + decision.failure +
                            " is open here: the decision for it was not needed");
  }
}

void OutcomeWriter::Write(const std::string& customer, const Outcome& outcome) {
  const Evidence& decider = *outcome.decider;
  const Joined joined = JoiningOf(outcome);
  report_.contradictions += outcome.contradicted;
  report_.order_unknown += outcome.order_unknown;
  report_.again_and_again += outcome.times >= 3 && std::string_view(outcome.state) == "failure";
  report_.names_that_disagree += joined.name_disagrees && !outcome.accepted;
  const auto reference = [](int64_t id) { return id == 0 ? std::nullopt : std::optional(id); };
  const auto time = outcome.time ? std::optional(outcome.time->milliseconds) : std::nullopt;
  const Place place = outcome.place();
  outcome_.Bind(outcome.id)
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
      .Run();
  for (const auto& [original, why] : joined.candidates) {
    candidate_.Bind(outcome.id).Bind(original).Bind(why).Run();
  }
}

// Of the pieces of evidence the one that found an original; else the decider's.
Joined OutcomeWriter::JoiningOf(const Outcome& outcome) {
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

void OutcomeWriter::DecideByHand(const Outcome& outcome, Joined* joined) {
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

std::optional<int64_t> OutcomeWriter::OriginalNamed(const std::string& reference) {
  const size_t hash = reference.rfind('#');
  if (hash == std::string::npos) return std::nullopt;
  int64_t byte = -1;
  const char* const end = reference.data() + reference.size();
  const auto read = std::from_chars(reference.data() + hash + 1, end, byte);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return FindOriginalAt(index_, reference.substr(0, hash), byte);
}

std::string OutcomeWriter::PlaceOf(const Outcome& outcome) {
  const auto before = [](const Evidence* a, const Evidence* b) { return StandsBefore(*a, *b); };
  const Evidence* first =
      *std::min_element(outcome.evidence.begin(), outcome.evidence.end(), before);
  Statement path(database_, "SELECT path FROM file WHERE id = ?");
  path.Bind(first->file).Step();
  return path.Text(0) + "#" + std::to_string(first->byte_begin);
}

}  // namespace analyzer
