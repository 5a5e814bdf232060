#include "analyzer/match/runs.h"

#include <algorithm>

namespace analyzer {
namespace {

constexpr int64_t kSecond = 1000;
constexpr int64_t kDay = int64_t{24} * 3600 * kSecond;

}  // namespace

std::optional<int64_t> Batch::last_sent() const {
  if (story.attempts.empty()) return std::nullopt;
  return story.attempts.back().moment();
}

struct Runs::BatchRows {
  explicit BatchRows(const Database& database)
      : batch(database,
              "INSERT INTO batch (id, run, number, items, count, answered, succeeded, presumed,"
              " untold, unanswered, cause) VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0, '')"),
        part(database,
             "INSERT INTO batch_part (batch, part, file, first, last) VALUES (?, ?, ?, ?, ?)"),
        attempt(database,
                "INSERT INTO attempt (id, batch, number, sent, sent_by, ending, ended, told_by)"
                " VALUES (?, ?, ?, ?, nullif(?, 0), ?, ?, nullif(?, 0))") {}
  Statement batch;
  Statement part;
  Statement attempt;
};

void Runs::Store(Index* index) const {
  Database& database = index->database();
  Statement insert(database,
                   "INSERT INTO run (id, file, started, ended, household, same_as)"
                   " VALUES (?, ?, ?, ?, ?, nullif(?, 0))");
  BatchRows rows(database);
  for (const Run& run : runs_) {
    insert.Bind(run.id)
        .Bind(run.file)
        .Bind(run.started)
        .Bind(run.ended)
        .Bind(int64_t{run.household})
        .Bind(run.same_as)
        .Run();
    for (const auto& [number, batch] : run.batches) StoreBatch(batch, &rows);
  }
  database.Execute(
      "CREATE INDEX IF NOT EXISTS batch_part_place ON batch_part (file, first);"
      "CREATE INDEX IF NOT EXISTS attempt_batch ON attempt (batch)");
}

void Runs::StoreBatch(const Batch& batch, BatchRows* rows) const {
  rows->batch.Bind(batch.id)
      .Bind(batch.run)
      .Bind(batch.number)
      .Bind(batch.items_known ? std::optional(batch.items.size()) : std::nullopt)
      .Bind(batch.count)
      .Run();
  int64_t number = 0;
  for (auto part = std::ranges::lower_bound(parts_, batch.id, {}, &FilePart::batch);
       part != parts_.end() && part->batch == batch.id; ++part) {
    rows->part.Bind(batch.id)
        .Bind(number++)
        .Bind(part->file)
        .Bind(part->first)
        .Bind(part->last)
        .Run();
  }
  for (const Attempt& attempt : batch.attempts()) {
    rows->attempt.Bind(attempt.id)
        .Bind(batch.id)
        .Bind(attempt.number)
        .Bind(attempt.sent)
        .Bind(attempt.sent_by)
        .Bind(attempt.ending)
        .Bind(attempt.ended)
        .Bind(attempt.told_by)
        .Run();
  }
}

const Batch* Runs::FindBatch(int64_t id) const {
  return id < 1 || id > static_cast<int64_t>(batches_.size())
             ? nullptr
             : batches_[static_cast<size_t>(id) - 1];
}

const Run* Runs::FindRun(int64_t id) const {
  return id < 1 || id > static_cast<int64_t>(runs_.size()) ? nullptr
                                                           : &runs_[static_cast<size_t>(id) - 1];
}

namespace {

// The moment of an answer that may be of this run; nothing where it is not.
std::optional<LocalTime> MomentIn(const Run& run, std::optional<LocalTime> time,
                                  std::optional<int64_t> time_of_day) {
  const auto fits = [&](LocalTime moment) {
    const int64_t end = moment.milliseconds + (moment.whole_second ? kSecond : 1);
    return end > run.started && moment.milliseconds <= run.answers_until;
  };
  if (time) return fits(*time) ? time : std::nullopt;
  if (!time_of_day) return std::nullopt;
  // The day is that of the run; one that runs past midnight has several.
  for (int64_t day = run.started - run.started % kDay; day <= run.answers_until; day += kDay) {
    const LocalTime moment{day + *time_of_day, true};
    if (fits(moment)) return moment;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Place> Runs::PlacesOf(std::optional<int64_t> number, std::optional<LocalTime> time,
                                  std::optional<int64_t> time_of_day) const {
  std::vector<Place> places;
  for (const Run& run : runs_) {
    if (run.same_as != 0) continue;
    const auto moment = MomentIn(run, time, time_of_day);
    if (!moment) continue;
    Place here{run.id, 0, 0};
    if (number) {
      const auto batch = run.batches.find(*number);
      if (batch == run.batches.end()) continue;
      here.batch = batch->second.id;
      const int64_t end = moment->milliseconds + (moment->whole_second ? kSecond : 1);
      for (const Attempt& attempt : batch->second.attempts()) {
        if (attempt.sent < end) here.attempt = attempt.id;
      }
      if (here.attempt == 0 && !batch->second.attempts().empty()) continue;
    }
    places.push_back(here);
  }
  return places;
}

std::optional<LocalTime> Runs::MomentOf(int64_t run, std::optional<int64_t> time_of_day) const {
  const Run* found = FindRun(run);
  return found == nullptr ? std::nullopt : MomentIn(*found, std::nullopt, time_of_day);
}

Place Runs::PlaceOfLine(int64_t file, int64_t byte_begin, int64_t* checked) const {
  *checked = 0;
  const auto lines = lines_.find(file);
  if (lines == lines_.end()) return {};
  const auto next = std::upper_bound(
      lines->second.begin(), lines->second.end(), byte_begin,
      [](int64_t place, const LinePlace& line) { return place < line.byte_begin; });
  if (next == lines->second.begin()) return {};
  *checked = std::prev(next)->checked;
  return std::prev(next)->place;
}

}  // namespace analyzer
