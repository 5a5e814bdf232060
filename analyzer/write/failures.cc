#include "analyzer/write/failures.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/match/outcomes.h"

namespace analyzer {
namespace {

std::optional<LocalTime> TimeOf(std::optional<int64_t> milliseconds, bool whole_second) {
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

class Loader {
 public:
  explicit Loader(Index* index)
      : database_(index->database()),
        seen_(database_,
              "SELECT f.path, r.line, r.byte_begin, r.byte_end, r.extractor,"
              " CASE r.voice WHEN 0 THEN 'response' WHEN 1 THEN 'log line' ELSE 'client' END,"
              " r.result, f.member FROM record r JOIN file f ON f.id = r.file WHERE r.outcome = ?"
              " ORDER BY f.path, r.byte_begin, r.id"),
        candidates_(
            database_,
            "SELECT original, why FROM candidate c JOIN original o ON o.id = c.original"
            " JOIN file f ON f.id = o.file WHERE outcome = ? ORDER BY f.path, o.byte_begin"),
        originals_(index),
        first_seen_(database_,
                    "SELECT min(time), time_whole_second FROM outcome WHERE customer = ?"),
        history_(database_,
                 "SELECT run, batch, attempt, sent, ending, result FROM history"
                 " WHERE original = ?") {}

  std::vector<Failure> Load(const char* state) {
    Statement rows(database_,
                   "SELECT o.id, o.result, o.household, o.joining, o.joined_by, o.name_disagrees,"
                   " o.contradicted, o.order_unknown, o.customer_id, o.username, o.email,"
                   " o.change_type, o.error, o.time, o.time_whole_second, o.original, o.customer,"
                   " s.id, s.time, s.time_whole_second, o.already_imported, o.presumed_later,"
                   " o.times, o.attempts, o.send_order, o.run, b.number"
                   " FROM outcome o LEFT JOIN outcome s ON s.id = o.resolved_by"
                   " LEFT JOIN batch b ON b.id = o.batch WHERE o.state = ?");
    rows.Bind(state);
    std::vector<Failure> all;
    while (rows.Step()) all.push_back(Read(rows));
    std::sort(all.begin(), all.end(), [](const Failure& a, const Failure& b) {
      return std::tie(a.reason, a.customer_id, a.username, a.key) <
             std::tie(b.reason, b.customer_id, b.username, b.key);
    });
    return all;
  }

 private:
  Failure Read(const Statement& row) {
    Failure failure;
    failure.reason = row.Text(1);
    failure.household = row.Number(2) != 0;
    failure.joining = row.Text(3);
    failure.joined_by = row.Text(4);
    failure.name_disagrees = row.Number(5) != 0;
    failure.contradicted = row.Number(6) != 0;
    failure.order_unknown = row.Number(7) != 0;
    failure.customer_id = row.Text(8);
    failure.username = row.Text(9);
    failure.email = row.Text(10);
    failure.change_type = row.Text(11);
    failure.error = row.Text(12);
    failure.last_seen = TimeOf(row.NumberOrNothing(13), row.Number(14) != 0);
    if (const auto original = row.NumberOrNothing(15)) {
      failure.original = originals_.Load(*original);
      if (failure.username.empty()) originals_.AddName(&*failure.original);
      failure.household = failure.original->household;
    }
    failure.customer = row.Text(16);
    failure.already_imported = row.Number(20) != 0;
    failure.presumed_later = row.Number(21) != 0;
    failure.times = row.Number(22);
    failure.attempts = row.Number(23);
    failure.send_order = row.NumberOrNothing(24);
    failure.run = row.NumberOrNothing(25);
    failure.batch_number = row.NumberOrNothing(26);
    first_seen_.Bind(failure.customer).Step();
    failure.first_seen = TimeOf(first_seen_.NumberOrNothing(0), first_seen_.Number(1) != 0);
    first_seen_.Reset();
    ReadHistory(&failure);
    failure.seen = SeenOf(row.Number(0));
    failure.key = FailureKey(failure.seen.front().file + "#" +
                             std::to_string(failure.seen.front().byte_begin));
    if (const auto resolved_by = row.NumberOrNothing(17)) {
      failure.resolved_at = TimeOf(row.NumberOrNothing(18), row.Number(19) != 0);
      failure.resolved_by = SeenOf(*resolved_by);
    }
    ReadCandidates(row.Number(0), &failure);
    return failure;
  }

  std::vector<Seen> SeenOf(int64_t outcome) {
    std::vector<Seen> seen;
    seen_.Bind(outcome);
    while (seen_.Step()) {
      seen.push_back({seen_.Text(0), seen_.Number(1), seen_.Number(2), seen_.Number(3),
                      seen_.Text(4), seen_.Text(5), seen_.Text(6), seen_.Text(7)});
    }
    return seen;
  }

  void ReadCandidates(int64_t outcome, Failure* failure) {
    std::vector<std::pair<int64_t, std::string>> found;
    candidates_.Bind(outcome);
    while (candidates_.Step()) found.emplace_back(candidates_.Number(0), candidates_.Text(1));
    for (const auto& [id, why] : found) {
      failure->candidates.push_back({originals_.Load(id), why});
      originals_.AddName(&failure->candidates.back().original);
    }
  }

  void ReadHistory(Failure* failure) {
    std::vector<PastAttempt>& history = failure->history;
    for (const int64_t version : originals_.VersionsOf(failure->customer)) {
      history_.Bind(version);
      while (history_.Step()) {
        history.push_back(
            {history_.Number(0), history_.Number(1), history_.NumberOrNothing(2).value_or(0),
             TimeOf(history_.NumberOrNothing(3), false), history_.Text(4), history_.Text(5)});
      }
    }
    std::stable_sort(history.begin(), history.end(),
                     [](const PastAttempt& a, const PastAttempt& b) {
                       const auto order = [](const PastAttempt& attempt) {
                         return std::tuple(attempt.sent ? attempt.sent->milliseconds : -1,
                                           attempt.run, attempt.batch, attempt.number);
                       };
                       return order(a) < order(b);
                     });
  }

  Database& database_;
  Statement seen_;
  Statement candidates_;
  OriginalLoader originals_;
  Statement first_seen_;
  Statement history_;
};

}  // namespace

std::vector<Failure> LoadFailures(Index* index, const char* state) {
  return Loader(index).Load(state);
}

}  // namespace analyzer
