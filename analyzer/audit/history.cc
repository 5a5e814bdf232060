#include "analyzer/audit/history.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/audit/history_order.h"

namespace analyzer {
namespace {

// Begins a list of columns that ReadPlace reads; `line` is that column or a 0.
std::string PlaceColumns(const std::string& row, const std::string& line) {
  return " f.id, f.path, f.member, f.encoding, " + line + ", " + row + ".byte_begin, " + row +
         ".byte_end";
}
constexpr int kPlaceColumns = 7;

SourcePlace ReadPlace(const Statement& row, int at) {
  return {row.Number(at),     row.Text(at + 1),   row.Text(at + 2),  row.Text(at + 3),
          row.Number(at + 4), row.Number(at + 5), row.Number(at + 6)};
}

std::optional<LocalTime> ReadTime(const Statement& row, int at, bool whole_second = false) {
  const auto milliseconds = row.NumberOrNothing(at);
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

}  // namespace

class HistoryLoader::Reader {
 public:
  explicit Reader(Index* index)
      : database_(index->database()),
        originals_(database_, OriginalColumns() +
                                  " WHERE o.customer = ?1 OR o.id IN (SELECT original FROM outcome"
                                  " WHERE customer = ?1) ORDER BY f.role <> 'batch', f.path,"
                                  " o.byte_begin"),
        candidates_(database_, OriginalColumns(", c.why") +
                                   " JOIN candidate c ON c.original = o.id WHERE c.outcome = ?"
                                   " ORDER BY f.path, o.byte_begin"),
        sendings_(database_,
                  "SELECT b.id, b.run, b.number, a.id, g.id, r.ended FROM original g"
                  " JOIN batch_part p ON p.file = g.file AND g.position >= p.first"
                  " AND g.position < p.last JOIN batch b ON b.id = p.batch"
                  " JOIN run r ON r.id = b.run LEFT JOIN attempt a ON a.batch = b.id"
                  " WHERE g.customer = ? ORDER BY b.id, a.id, g.id"),
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
                  " WHERE o.customer = ?1 OR o.original IN (SELECT id FROM original"
                  " WHERE customer = ?1) ORDER BY o.id"),
        records_(database_, RecordColumns() + " WHERE r.outcome = ? ORDER BY r.voice, r.id"),
        record_(database_, RecordColumns() + " WHERE r.id = ?"),
        unanswered_(database_,
                    "SELECT u.sent, u.cause, u.state, b.run, b.number, u.original, a.number,"
                    " coalesce(a.ended, a.sent, r.ended) FROM unanswered u"
                    " JOIN batch b ON b.id = u.batch JOIN run r ON r.id = b.run"
                    " LEFT JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE batch ="
                    " b.id) WHERE u.batch = ? AND u.original = ?"),
        candidate_for_(database_,
                       "SELECT DISTINCT o.customer FROM original g"
                       " JOIN candidate c ON c.original = g.id JOIN outcome o ON o.id = c.outcome"
                       " WHERE g.customer = ?1 AND o.customer <> ?1 ORDER BY o.customer") {}

  CustomerHistory Load(const std::string& customer) {
    CustomerHistory history;
    history.customer = customer;
    originals_.Bind(customer);
    while (originals_.Step()) history.originals.push_back(ReadOriginal(originals_));
    events_.clear();
    attempts_.clear();
    AddSendings(customer);
    AddOutcomes(customer);
    history.events = InOrder(std::move(events_));
    candidate_for_.Bind(customer);
    while (candidate_for_.Step()) history.candidate_for.push_back(candidate_for_.Text(0));
    return history;
  }

  HistoryRecord LoadRecord(int64_t id) {
    record_.Bind(id).Step();
    HistoryRecord record = ReadRecord(record_);
    record_.Reset();
    return record;
  }

 private:
  static std::string OriginalColumns(const std::string& more = "") {
    return "SELECT o.id, o.position, o.household, f.role <> 'batch' OR o.position IS NULL,"
           " o.customer, o.own_id, o.username, o.first_name, o.last_name, o.change_type,"
           " o.version," +
           PlaceColumns("o", "0") + more + " FROM original o JOIN file f ON f.id = o.file";
  }

  static HistoryOriginal ReadOriginal(const Statement& row) {
    return {row.Number(0),      ReadPlace(row, 11), row.NumberOrNothing(1),
            row.Number(2) != 0, row.Number(3) != 0, row.Text(4),
            row.Text(5),        row.Text(6),        row.Text(7),
            row.Text(8),        row.Text(9),        row.Text(10)};
  }

  static std::string RecordColumns() {
    return "SELECT r.id, CASE r.voice WHEN 0 THEN 'response' WHEN 1 THEN 'log line' ELSE 'client'"
           " END, r.extractor, r.standing, r.customer_id, r.username, r.email, r.result, r.error,"
           " r.time, r.time_whole_second," +
           PlaceColumns("r", "r.line") + " FROM record r JOIN file f ON f.id = r.file";
  }

  static HistoryRecord ReadRecord(const Statement& row) {
    return {row.Number(0),
            ReadPlace(row, 11),
            row.Text(1),
            row.Text(2),
            row.Text(3),
            row.Text(4),
            row.Text(5),
            row.Text(6),
            row.Text(7),
            row.Text(8),
            ReadTime(row, 9, row.Number(10) != 0)};
  }

  // A batch that was sent several times is so many events.
  void AddSendings(const std::string& customer) {
    std::set<std::pair<int64_t, int64_t>> told;  // batch and original
    sendings_.Bind(customer);
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

  void AddOutcomes(const std::string& customer) {
    std::vector<DatedEvent> outcomes;
    outcomes_.Bind(customer);
    while (outcomes_.Step()) {
      DatedEvent dated = ReadOutcome();
      if (const auto attempt = outcomes_.NumberOrNothing(21)) Place(*attempt, &dated);
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
  void Place(int64_t attempt, DatedEvent* outcome) {
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

  void ReadEvidence(HistoryOutcome* outcome) {
    records_.Bind(outcome->id);
    while (records_.Step()) outcome->evidence.push_back(ReadRecord(records_));
    candidates_.Bind(outcome->id);
    while (candidates_.Step()) {
      outcome->candidates.push_back(
          {ReadOriginal(candidates_), candidates_.Text(11 + kPlaceColumns)});
    }
  }

  Database& database_;
  Statement originals_;
  Statement candidates_;
  Statement sendings_;
  Statement attempt_;
  Statement fact_;
  Statement outcomes_;
  Statement records_;
  Statement record_;
  Statement unanswered_;
  Statement candidate_for_;
  std::vector<DatedEvent> events_;
  std::set<int64_t> attempts_;  // that are told already
};

HistoryLoader::HistoryLoader(Index* index) : reader_(std::make_unique<Reader>(index)) {}
HistoryLoader::~HistoryLoader() = default;

CustomerHistory HistoryLoader::Load(const std::string& customer) { return reader_->Load(customer); }

HistoryRecord HistoryLoader::LoadRecord(int64_t id) { return reader_->LoadRecord(id); }

}  // namespace analyzer
