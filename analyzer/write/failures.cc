#include "analyzer/write/failures.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/match/holding_parts.h"
#include "analyzer/match/outcomes.h"

namespace analyzer {
namespace {

std::optional<LocalTime> TimeOf(std::optional<int64_t> milliseconds, bool whole_second) {
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

std::string KeyBySeen(const std::vector<Seen>& seen) {
  return FailureKey(seen.front().file + "#" + std::to_string(seen.front().byte_begin));
}

const char* NameOfVoice(int64_t voice) {
  return voice == 0 ? "response" : voice == 1 ? "log line" : "client";
}

}  // namespace

FailureLoader::FailureLoader(Index* index)
    : database_(index->database()),
      failure_(database_,
               "SELECT o.id, o.result, o.household, o.joining, o.joined_by, o.name_disagrees,"
               " o.contradicted, o.order_unknown, o.customer_id, o.username, o.email,"
               " o.change_type, o.error, o.time, o.time_whole_second, o.original, o.customer,"
               " s.id, s.time, s.time_whole_second, o.already_imported, o.presumed_later,"
               " o.times, o.attempts, o.send_order, o.run, b.number,"
               " EXISTS (SELECT 1 FROM candidate c WHERE c.outcome = o.id)"
               " FROM outcome o LEFT JOIN outcome s ON s.id = o.resolved_by"
               " LEFT JOIN batch b ON b.id = o.batch WHERE o.id = ?"),
      reported_(database_, "SELECT customer_id, username, error FROM outcome WHERE id = ?"),
      seen_(database_,
            "SELECT file, line, byte_begin, byte_end, extractor, voice, result FROM record"
            " WHERE outcome = ? ORDER BY id"),
      candidates_(database_,
                  "SELECT original, why FROM candidate c JOIN original o ON o.id = c.original"
                  " JOIN file f ON f.id = o.file WHERE outcome = ? ORDER BY f.path, o.byte_begin"),
      originals_(index),
      first_seen_(database_, "SELECT min(time), time_whole_second FROM outcome WHERE customer = ?"),
      // As the view `history` tells it.
      history_(database_,
               "SELECT b.run, b.number, a.number, a.sent, a.ending, o.result FROM original g" +
                   JoinHoldingParts(database_) +
                   "JOIN batch b ON b.id = p.batch LEFT JOIN attempt a ON a.batch = b.id"
                   " LEFT JOIN outcome o ON o.customer = g.customer AND o.batch = b.id"
                   " AND o.attempt = a.id WHERE g.id = ?") {}

FailureList FailureLoader::List(const char* state, bool household) {
  Statement rows(database_,
                 "SELECT o.id, o.original IS NOT NULL, o.joined_by = 'by hand', o.time,"
                 " o.time_whole_second, o.result, o.customer_id, o.username"
                 " FROM outcome o LEFT JOIN original g ON g.id = o.original"
                 " WHERE o.state = ?1 AND coalesce(g.household, o.household) = ?2"
                 " ORDER BY o.result, o.customer_id, o.username");
  rows.Bind(state).Bind(int64_t{household});
  FailureList list;
  std::pair<std::string, std::string> last;  // id and user name
  size_t equal = 0;                          // where those like the last one begin
  while (rows.Step()) {
    const size_t at = list.failures.size();
    const bool other_reason = list.reasons.empty() || list.reasons.back().reason != rows.Text(5);
    if (other_reason) list.reasons.push_back({rows.Text(5), at, at, std::nullopt});
    std::pair<std::string, std::string> here{rows.Text(6), rows.Text(7)};
    if (other_reason || here != last) {
      SortEqual(&list.failures, equal);
      equal = at;
      last = std::move(here);
    }
    list.failures.push_back({rows.Number(0), rows.Number(1) != 0, rows.Number(2) != 0});
    ReasonOfList& reason = list.reasons.back();
    reason.end = at + 1;
    const auto time = TimeOf(rows.NumberOrNothing(3), rows.Number(4) != 0);
    if (time && (!reason.latest || reason.latest->milliseconds < time->milliseconds))
      reason.latest = time;
  }
  SortEqual(&list.failures, equal);
  return list;
}

void FailureLoader::SortEqual(std::vector<ListedFailure>* failures, size_t begin) {
  if (failures->size() - begin < 2) return;
  std::vector<std::pair<std::string, ListedFailure>> keyed;
  for (size_t i = begin; i < failures->size(); ++i)
    keyed.emplace_back(KeyBySeen(SeenOf((*failures)[i].id)), (*failures)[i]);
  std::sort(keyed.begin(), keyed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < keyed.size(); ++i) (*failures)[begin + i] = keyed[i].second;
}

Failure FailureLoader::Load(const ListedFailure& listed) {
  failure_.Bind(listed.id).Step();
  Failure failure = Read(failure_);
  AddPast(failure_, &failure);
  failure_.Reset();
  return failure;
}

Failure FailureLoader::LoadLastAttempt(const ListedFailure& listed) {
  failure_.Bind(listed.id).Step();
  Failure failure = Read(failure_);
  failure_.Reset();
  return failure;
}

Failure FailureLoader::LoadReported(const ListedFailure& listed) {
  reported_.Bind(listed.id).Step();
  Failure failure;
  failure.customer_id = reported_.Text(0);
  failure.username = reported_.Text(1);
  failure.error = reported_.Text(2);
  reported_.Reset();
  return failure;
}

Failure FailureLoader::Read(const Statement& row) {
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
  failure.seen = SeenOf(row.Number(0));
  return failure;
}

void FailureLoader::AddPast(const Statement& row, Failure* failure) {
  failure->key = KeyBySeen(failure->seen);
  first_seen_.Bind(failure->customer).Step();
  failure->first_seen = TimeOf(first_seen_.NumberOrNothing(0), first_seen_.Number(1) != 0);
  first_seen_.Reset();
  ReadHistory(failure);
  if (const auto resolved_by = row.NumberOrNothing(17)) {
    failure->resolved_at = TimeOf(row.NumberOrNothing(18), row.Number(19) != 0);
    failure->resolved_by = SeenOf(*resolved_by);
  }
  if (row.Number(27) != 0) ReadCandidates(row.Number(0), failure);
}

std::vector<Seen> FailureLoader::SeenOf(int64_t outcome) {
  std::vector<Seen> seen;
  seen_.Bind(outcome);
  while (seen_.Step()) {
    const auto& file = originals_.FileOf(seen_.Number(0));
    seen.push_back({file.path, seen_.Number(1), seen_.Number(2), seen_.Number(3), seen_.Text(4),
                    NameOfVoice(seen_.Number(5)), seen_.Text(6), file.member});
  }
  // One piece is the rule: sorting in SQLite would cost more than finding it.
  std::stable_sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) {
    return std::tie(a.file, a.byte_begin) < std::tie(b.file, b.byte_begin);
  });
  return seen;
}

void FailureLoader::ReadCandidates(int64_t outcome, Failure* failure) {
  std::vector<std::pair<int64_t, std::string>> found;
  candidates_.Bind(outcome);
  while (candidates_.Step()) found.emplace_back(candidates_.Number(0), candidates_.Text(1));
  for (const auto& [id, why] : found) {
    failure->candidates.push_back({originals_.Load(id), why});
    originals_.AddName(&failure->candidates.back().original);
  }
}

void FailureLoader::ReadHistory(Failure* failure) {
  std::vector<PastAttempt>& history = failure->history;
  for (const int64_t version : originals_.VersionsOf(failure->customer)) {
    history_.Bind(version);
    while (history_.Step()) {
      history.push_back(
          {history_.Number(0), history_.Number(1), history_.NumberOrNothing(2).value_or(0),
           TimeOf(history_.NumberOrNothing(3), false), history_.Text(4), history_.Text(5)});
    }
  }
  std::stable_sort(history.begin(), history.end(), [](const PastAttempt& a, const PastAttempt& b) {
    const auto order = [](const PastAttempt& attempt) {
      return std::tuple(attempt.sent ? attempt.sent->milliseconds : -1, attempt.run, attempt.batch,
                        attempt.number);
    };
    return order(a) < order(b);
  });
}

}  // namespace analyzer
