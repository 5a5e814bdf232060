#include "analyzer/audit/history.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/audit/history_order.h"
#include "analyzer/audit/history_rows.h"
#include "analyzer/match/holding_parts.h"
#include "analyzer/match/outcome.h"

namespace analyzer {
namespace {

// For json_each.
std::string ListOf(const std::vector<int64_t>& ids) {
  std::string list;
  for (const int64_t id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
  return "[" + list + "]";
}

}  // namespace

class HistoryLoader::Reader {
 public:
  explicit Reader(Index* index)
      : database_(index->database()),
        said_(index),
        stored_(&database_),
        originals_(database_, SelectOriginals() +
                                  " WHERE o.id IN (SELECT value FROM json_each(?1)"
                                  " UNION SELECT original FROM outcome WHERE customer = ?2)"
                                  " ORDER BY f.role <> 'batch', f.path, o.byte_begin"),
        candidates_(database_, SelectOriginals(", c.why") +
                                   " JOIN candidate c ON c.original = o.id WHERE c.outcome = ?"
                                   " ORDER BY f.path, o.byte_begin"),
        sendings_(database_,
                  "SELECT b.id, b.run, b.number, a.id, g.id, r.ended FROM original g" +
                      JoinHoldingParts(database_) +
                      "JOIN batch b ON b.id = p.batch"
                      " JOIN run r ON r.id = b.run LEFT JOIN attempt a ON a.batch = b.id"
                      " WHERE g.id IN (SELECT value FROM json_each(?1)) ORDER BY b.id, a.id, g.id"),
        attempt_(database_,
                 "SELECT number, sent, ending, ended, sent_by, told_by FROM attempt WHERE id = ?"),
        fact_(database_, "SELECT" + PlaceColumns("l", "l.line") +
                             " FROM log_fact l JOIN file f ON f.id = l.file WHERE l.id = ?"),
        outcomes_(database_,
                  "SELECT o.id, o.result, o.error, o.state, o.joining, o.joined_by, o.customer_id,"
                  " o.username, o.email, coalesce(nullif(o.change_type, ''), g.change_type, ''),"
                  " o.name_disagrees, o.contradicted, o.order_unknown, o.already_imported,"
                  " o.presumed_later, coalesce(o.original, 0), coalesce(o.resolved_by, 0), o.time,"
                  " o.time_whole_second, o.run, b.number, o.attempt FROM outcome o"
                  " LEFT JOIN batch b ON b.id = o.batch LEFT JOIN original g ON g.id = o.original"
                  " WHERE o.customer = ?2 OR o.original IN (SELECT value FROM json_each(?1))"
                  " ORDER BY o.id"),
        records_(database_, "SELECT id FROM record WHERE outcome = ? ORDER BY voice, id"),
        is_evidence_(database_, "SELECT 1 FROM record WHERE id = ? AND outcome IS NOT NULL"),
        file_(database_, "SELECT path, member, encoding FROM file WHERE id = ?"),
        batch_(database_, "SELECT number FROM batch WHERE id = ?"),
        unanswered_(database_,
                    "SELECT u.sent, u.cause, u.state, b.run, b.number, u.original, a.number,"
                    " coalesce(a.ended, a.sent, r.ended) FROM unanswered u"
                    " JOIN batch b ON b.id = u.batch JOIN run r ON r.id = b.run"
                    " LEFT JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE batch ="
                    " b.id) WHERE u.batch = ? AND u.original = ?"),
        candidate_for_(database_,
                       "SELECT DISTINCT o.customer FROM candidate c"
                       " JOIN outcome o ON o.id = c.outcome"
                       " WHERE c.original IN (SELECT value FROM json_each(?1))"
                       " AND o.original IS NULL ORDER BY o.customer") {}

  CustomerHistory Load(const std::string& customer, std::vector<Evidence> accepted) {
    CustomerHistory history;
    history.customer = customer;
    const std::string these = ListOf(said_.VersionsOf(customer));
    originals_.Bind(these).Bind(customer);
    while (originals_.Step()) history.originals.push_back(ReadOriginal(originals_, &said_));
    events_.clear();
    attempts_.clear();
    AddSendings(these);
    AddOutcomes(these, customer);
    AddAccepted(&accepted);
    history.events = InOrder(std::move(events_));
    candidate_for_.Bind(these);
    while (candidate_for_.Step()) history.candidate_for.push_back(candidate_for_.Text(0));
    return history;
  }

 private:
  // A batch that was sent several times is so many events.
  void AddSendings(const std::string& originals) {
    std::set<std::pair<int64_t, int64_t>> told;  // batch and original
    sendings_.Bind(originals);
    while (sendings_.Step()) {
      const int64_t original = sendings_.Number(4);
      const auto attempt = sendings_.NumberOrNothing(3);
      DatedEvent dated;
      HistoryEvent& event = dated.event;
      event.kind = attempt ? HistoryEvent::Kind::kSent : HistoryEvent::Kind::kNeverSent;
      event.run = sendings_.Number(1);
      event.batch = sendings_.Number(2);
      event.original = original;
      dated.moment = sendings_.Number(5);
      if (attempt) ReadAttempt(*attempt, &dated);
      events_.push_back(std::move(dated));
      const int64_t batch = sendings_.Number(0);
      if (told.insert({batch, original}).second) AddUnanswered(batch, original);
    }
  }

  void ReadAttempt(int64_t id, DatedEvent* dated) {
    attempts_.insert(id);
    HistoryEvent& event = dated->event;
    attempt_.Bind(id).Step();
    event.attempt = attempt_.Number(0);
    event.time = ReadTime(attempt_, 1);
    event.ending = attempt_.Text(2);
    event.ended = ReadTime(attempt_, 3);
    dated->moment = attempt_.Number(1);
    for (const int column : {4, 5}) {
      const auto fact = attempt_.NumberOrNothing(column);
      if (!fact) continue;
      fact_.Bind(*fact);
      if (fact_.Step()) event.told_at.push_back(ReadPlace(fact_, 0));
      fact_.Reset();
    }
    attempt_.Reset();
  }

  void AddUnanswered(int64_t batch, int64_t original) {
    unanswered_.Bind(batch).Bind(original);
    while (unanswered_.Step()) {
      DatedEvent dated;
      HistoryEvent& event = dated.event;
      event.kind = HistoryEvent::Kind::kUnanswered;
      event.time = ReadTime(unanswered_, 0);
      event.cause = unanswered_.Text(1);
      event.state = unanswered_.Text(2);
      event.run = unanswered_.Number(3);
      event.batch = unanswered_.Number(4);
      event.original = unanswered_.Number(5);
      event.attempt = unanswered_.NumberOrNothing(6);
      dated.moment = unanswered_.Number(7);
      events_.push_back(std::move(dated));
    }
  }

  void AddOutcomes(const std::string& originals, const std::string& customer) {
    std::vector<DatedEvent> outcomes;
    outcomes_.Bind(originals).Bind(customer);
    while (outcomes_.Step()) {
      DatedEvent dated = ReadOutcome();
      if (const auto attempt = outcomes_.NumberOrNothing(21)) SetAttempt(*attempt, &dated);
      outcomes.push_back(std::move(dated));
    }
    for (DatedEvent& dated : outcomes) {
      ReadEvidence(&dated.event.outcome);
      events_.push_back(std::move(dated));
    }
  }

  DatedEvent ReadOutcome() const {
    DatedEvent dated;
    HistoryEvent& event = dated.event;
    event.kind = HistoryEvent::Kind::kOutcome;
    HistoryOutcome& outcome = event.outcome;
    outcome.id = outcomes_.Number(0);
    std::string* const texts[] = {&outcome.result,   &outcome.error,     &outcome.state,
                                  &outcome.joining,  &outcome.joined_by, &outcome.customer_id,
                                  &outcome.username, &outcome.email,     &outcome.change_type};
    int column = 1;
    for (std::string* text : texts) *text = outcomes_.Text(column++);
    bool* const flags[] = {&outcome.name_disagrees, &outcome.contradicted, &outcome.order_unknown,
                           &outcome.already_imported, &outcome.presumed_later};
    for (bool* flag : flags) *flag = outcomes_.Number(column++) != 0;
    outcome.original = outcomes_.Number(15);
    outcome.resolved_by = outcomes_.Number(16);
    event.original = outcome.original;
    event.time = ReadTime(outcomes_, 17, outcomes_.Number(18) != 0);
    event.run = outcomes_.NumberOrNothing(19);
    event.batch = outcomes_.NumberOrNothing(20);
    dated.moment = event.time ? event.time->milliseconds : 0;
    return dated;
  }

  // An answer comes after its sending, also where its time is a whole second. Where the items of
  // the batch are not known, the outcome alone tells that the customer was sent in it.
  void SetAttempt(int64_t attempt, DatedEvent* outcome) {
    const bool known = attempts_.contains(attempt);
    DatedEvent sent;
    ReadAttempt(attempt, &sent);
    outcome->event.attempt = sent.event.attempt;
    outcome->moment = std::max(outcome->moment, sent.moment);
    if (known) return;
    sent.event.run = outcome->event.run;
    sent.event.batch = outcome->event.batch;
    events_.push_back(std::move(sent));
  }

  // As matching puts the records of one attempt together.
  void AddAccepted(std::vector<Evidence>* accepted) {
    std::stable_sort(accepted->begin(), accepted->end(), [](const Evidence& a, const Evidence& b) {
      return a.record.voice < b.record.voice;
    });
    std::vector<Outcome> outcomes;
    for (Evidence& evidence : *accepted) {
      if (!is_evidence_.Bind(evidence.id).Step()) AddEvidence(&evidence, &outcomes);
      is_evidence_.Reset();
    }
    for (Outcome& outcome : outcomes) {
      Conclude(&outcome);
      events_.push_back(AcceptedEvent(outcome));
    }
  }

  DatedEvent AcceptedEvent(const Outcome& outcome) {
    DatedEvent dated;
    HistoryEvent& event = dated.event;
    event.kind = HistoryEvent::Kind::kOutcome;
    event.time = outcome.time;
    event.original = event.outcome.original = outcome.decider->joined.original;
    event.outcome.result = outcome.result;
    event.outcome.state = "accepted";
    event.outcome.joining = NameOf(outcome.decider->joined.joining);
    event.outcome.joined_by = outcome.decider->joined.joined_by;
    event.outcome.customer_id = outcome.decider->record.customer_id;
    event.outcome.username = outcome.decider->record.username;
    event.outcome.email = outcome.decider->record.email;
    event.outcome.change_type = outcome.decider->record.change_type;
    event.outcome.name_disagrees = outcome.decider->joined.name_disagrees;
    for (const Evidence* evidence : outcome.evidence)
      event.outcome.evidence.push_back(RecordWith(evidence->id));
    dated.moment = event.time ? event.time->milliseconds : 0;
    SetPlace(outcome.place(), &dated);
    return dated;
  }

  HistoryRecord RecordWith(int64_t id) {
    const StoredRecord stored = stored_.Find(id).value();
    file_.Bind(stored.file).Step();
    HistoryRecord record = ReadRecord(stored, file_.Text(0), file_.Text(1), file_.Text(2));
    file_.Reset();
    return record;
  }

  void SetPlace(const Place& place, DatedEvent* dated) {
    if (place.run != 0) dated->event.run = place.run;
    if (place.batch != 0) {
      batch_.Bind(place.batch).Step();
      dated->event.batch = batch_.Number(0);
      batch_.Reset();
    }
    if (place.attempt != 0) SetAttempt(place.attempt, dated);
  }

  void ReadEvidence(HistoryOutcome* outcome) {
    records_.Bind(outcome->id);
    while (records_.Step()) outcome->evidence.push_back(RecordWith(records_.Number(0)));
    candidates_.Bind(outcome->id);
    while (candidates_.Step()) {
      outcome->candidates.push_back(
          {ReadOriginal(candidates_, &said_), candidates_.Text(kOriginalColumns)});
    }
  }

  Database& database_;
  Originals said_;
  Records stored_;
  Statement originals_;
  Statement candidates_;
  Statement sendings_;
  Statement attempt_;
  Statement fact_;
  Statement outcomes_;
  Statement records_;
  Statement is_evidence_;
  Statement file_;
  Statement batch_;
  Statement unanswered_;
  Statement candidate_for_;
  std::vector<DatedEvent> events_;
  std::set<int64_t> attempts_;  // that are told already
};

HistoryLoader::HistoryLoader(Index* index) : reader_(std::make_unique<Reader>(index)) {}
HistoryLoader::~HistoryLoader() = default;

CustomerHistory HistoryLoader::Load(const std::string& customer, std::vector<Evidence> accepted) {
  return reader_->Load(customer, std::move(accepted));
}

}  // namespace analyzer
