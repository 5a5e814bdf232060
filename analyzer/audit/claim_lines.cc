#include "analyzer/audit/claim_lines.h"

#include <tuple>
#include <utility>

#include "analyzer/extract/log_fact.h"

namespace analyzer {
namespace {

struct RunSpan {
  int64_t file = 0;
  int64_t started = 0;
  int64_t ended = 0;
  int64_t run = 0;  // the one that it is a copy of, where it is one
};

std::vector<RunSpan> LoadSpans(Database* database) {
  Statement rows(*database, "SELECT file, started, ended, coalesce(same_as, id) FROM run");
  std::vector<RunSpan> spans;
  while (rows.Step()) {
    spans.push_back({rows.Number(0), rows.Number(1), rows.Number(2), rows.Number(3)});
  }
  return spans;
}

// The run that a line of that time is of; 0 where none or several may be it. A summary stands
// behind the last line of its run.
int64_t RunAt(const std::vector<RunSpan>& spans, int64_t time, std::optional<int64_t> file) {
  constexpr int64_t kBehind = int64_t{60} * 1000;
  const RunSpan* last = nullptr;
  for (const RunSpan& span : spans) {
    if (span.started > time || time > span.ended + kBehind || (file && span.file != *file))
      continue;
    if (last == nullptr || span.started > last->started) last = &span;
  }
  if (last == nullptr) return 0;
  for (const RunSpan& span : spans) {
    const bool under_way = span.started <= time && time <= span.ended;
    if (under_way && span.run != last->run && (!file || span.file == *file)) return 0;
  }
  return last->run;
}

int64_t RunOf(const std::vector<RunSpan>& spans, int64_t time, int64_t file) {
  const int64_t run = RunAt(spans, time, file);
  // A run that began in an earlier piece of a log that was rotated.
  return run != 0 ? run : RunAt(spans, time, std::nullopt);
}

}  // namespace

std::map<int64_t, std::vector<ClaimLine>> LoadClaimLines(Index* index) {
  Database& database = index->database();
  const std::vector<RunSpan> spans = LoadSpans(&database);
  const auto number_of = [](Fact fact) { return std::to_string(static_cast<int>(fact)); };
  Statement rows(database,
                 "SELECT l.file, time, pattern, fact, number, count, batches, l.path, f.path, line"
                 " FROM log_fact l JOIN file f ON f.id = l.file WHERE time_of_day IS NULL"
                 " AND time <= coalesce((SELECT as_of FROM matching), time) AND fact IN (" +
                     number_of(Fact::kAnswered) + "," + number_of(Fact::kAnsweredFailures) + "," +
                     number_of(Fact::kMoreFailures) + "," + number_of(Fact::kFailuresDetected) +
                     "," + number_of(Fact::kRunEnds) + "," + number_of(Fact::kSummarySays) + "," +
                     number_of(Fact::kSavedFailures) + ") ORDER BY l.file, l.byte_begin, l.id");
  std::map<int64_t, std::vector<ClaimLine>> lines;
  // The file that told it. A copy of the log tells the same at the same time, in another file.
  std::map<std::tuple<int64_t, int64_t, std::string, std::string, int64_t, int64_t>, int64_t> told;
  int64_t summary_time = 0;              // of the last summary's first line
  std::optional<int64_t> failing_batch;  // the last one of which failures were counted
  while (rows.Step()) {
    const auto fact = static_cast<Fact>(rows.Number(3));
    int64_t time = rows.Number(1);
    ClaimLine line{rows.Text(2),
                   rows.NumberOrNothing(4),
                   rows.NumberOrNothing(5),
                   rows.NumberOrNothing(6),
                   rows.Text(7),
                   rows.Text(8),
                   rows.Number(9)};
    if (fact == Fact::kRunEnds) summary_time = time;
    if (fact == Fact::kSummarySays) time = summary_time;
    if (fact == Fact::kAnsweredFailures) failing_batch = line.number;
    if (fact == Fact::kMoreFailures) line.number = failing_batch;
    if (fact == Fact::kRunEnds) continue;
    const int64_t run = RunOf(spans, time, rows.Number(0));
    if (run == 0) continue;
    const std::tuple key(run, time, line.pattern, line.path, line.number.value_or(0),
                         line.count.value_or(0));
    if (told.try_emplace(key, rows.Number(0)).first->second != rows.Number(0)) continue;
    lines[run].push_back(std::move(line));
  }
  return lines;
}

}  // namespace analyzer
