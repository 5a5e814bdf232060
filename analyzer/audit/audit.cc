#include "analyzer/audit/audit.h"

#include <string>

namespace analyzer {
namespace {

LastWordCounts CountLastWords(Database* database) {
  const auto count = [&](const char* where) {
    const std::string sql =
        std::string("SELECT count(*) FROM outcome WHERE state <> 'accepted' AND ") + where;
    return database->Number(sql.c_str());
  };
  LastWordCounts words;
  words.failures = count("state = 'failure'");
  words.superseded = count("state = 'superseded'");
  words.resolved = count("state = 'resolved'");
  words.in_batches = count("counted_in IS NOT NULL");
  words.outside_runs = count("counted_in IS NULL AND run IS NULL");
  words.beside_items = count("counted_in IS NULL AND run IS NOT NULL");
  return words;
}

std::optional<int64_t> LoadAsOf(Database* database) {
  Statement row(*database, "SELECT as_of FROM matching");
  return row.Step() ? row.NumberOrNothing(0) : std::nullopt;
}

// What is summed over the parts is held against what was counted as a whole.
void Add(const Figures& part, Figures* sum) {
  sum->planned += part.planned;
  sum->never_sent += part.never_sent;
  sum->sent += part.sent;
  sum->answered += part.answered;
  sum->presumed += part.presumed;
  sum->untold += part.untold;
  sum->unanswered += part.unanswered;
  sum->succeeded += part.succeeded;
  sum->batches += part.batches;
  sum->attempts += part.attempts;
  sum->answered_after_a_failure += part.answered_after_a_failure;
  for (const auto& [reason, count] : part.reasons) sum->reasons[reason] += count;
}

std::string DifferInSum(const Figures& whole, const Figures& sum, const std::string& parts) {
  const std::string what = "the totals and the sum over the " + parts + ": ";
  return Differ(what + "planned", whole.planned, sum.planned) +
         Differ(what + "never sent", whole.never_sent, sum.never_sent) +
         Differ(what + "sent", whole.sent, sum.sent) +
         Differ(what + "answered", whole.answered, sum.answered) +
         Differ(what + "presumed", whole.presumed, sum.presumed) +
         Differ(what + "untold", whole.untold, sum.untold) +
         Differ(what + "unanswered", whole.unanswered, sum.unanswered) +
         Differ(what + "succeeded", whole.succeeded, sum.succeeded) +
         Differ(what + "failed", whole.failed(), sum.failed()) +
         Differ(what + "batches", whole.batches, sum.batches) +
         Differ(what + "attempts", whole.attempts, sum.attempts) +
         Differ(what + "batches answered after a failed attempt", whole.answered_after_a_failure,
                sum.answered_after_a_failure);
}

std::string ImbalanceOfParts(const Audit& audit) {
  std::string imbalance;
  Figures of_runs;
  int64_t resolved = 0;
  for (const RunRow& run : audit.runs) {
    Add(run.figures, &of_runs);
    resolved += run.resolved;
    imbalance += run.figures.Imbalance("run " + std::to_string(run.id));
  }
  Figures of_batches;
  for (const BatchRow& batch : audit.batches) {
    Add(batch.figures, &of_batches);
    imbalance += batch.figures.Imbalance("run " + std::to_string(batch.run) + ", batch " +
                                         std::to_string(batch.number));
  }
  return imbalance + DifferInSum(audit.totals, of_runs, "runs") +
         DifferInSum(audit.totals, of_batches, "batches") +
         Differ("resolved in all and in the runs", audit.resolved, resolved);
}

std::string ImbalanceOfFailures(const Audit& audit) {
  const LastWordCounts& words = audit.last_words;
  const int64_t failed = words.failures + words.superseded + words.resolved;
  int64_t by_reason = 0;
  int64_t failures = 0;
  for (const ReasonRow& row : audit.reasons) {
    by_reason += row.failures + row.superseded + row.resolved;
    failures += row.joined + row.ambiguous + row.unmatched;
  }
  int64_t by_error = 0;
  for (const ErrorShape& shape : audit.errors) by_error += shape.count;
  return Differ("failed outcomes by what became of them", audit.books.failed_outcomes, failed) +
         Differ("failed outcomes by where they count", failed,
                words.in_batches + words.outside_runs + words.beside_items) +
         Differ("failed outcomes in batches", words.in_batches, audit.totals.failed()) +
         Differ("failed outcomes by reason", failed, by_reason) +
         Differ("failures by joining", words.failures, failures) +
         Differ("failed outcomes by error text", failed, by_error);
}

std::string ImbalanceOfThroughput(const Audit& audit) {
  Throughput::Bucket sum;
  for (const Throughput::Bucket& bucket : audit.throughput.buckets) {
    sum.sent += bucket.sent;
    sum.answered += bucket.answered;
    sum.succeeded += bucket.succeeded;
    sum.failed += bucket.failed;
    sum.presumed += bucket.presumed;
    sum.untold += bucket.untold;
    sum.unanswered += bucket.unanswered;
  }
  return Differ("sent, over time", audit.totals.sent, sum.sent) +
         Differ("answered, over time", audit.totals.answered, sum.succeeded + sum.failed) +
         Differ("presumed, untold and unanswered, over time",
                audit.totals.sent - audit.totals.answered,
                sum.presumed + sum.untold + sum.unanswered);
}

}  // namespace

std::string Audit::Imbalance() const {
  std::string of_sources;
  for (const SourceBytes& source : sources) of_sources += source.Imbalance();
  return books.Imbalance() + totals.Imbalance("in all") + ImbalanceOfParts(*this) +
         Differ("items planned", books.items, totals.planned) + ImbalanceOfFailures(*this) +
         ImbalanceOfThroughput(*this) + of_sources;
}

Audit LoadAudit(Index* index) {
  Database& database = index->database();
  Audit audit;
  audit.as_of = LoadAsOf(&database);
  audit.totals = CountFigures(&database, Grouping::kAll)[0];
  audit.resolved =
      database.Number("SELECT count(*) FROM outcome WHERE state = 'resolved' AND run IS NOT NULL");
  audit.runs = LoadRuns(index);
  for (const RunRow& run : audit.runs) audit.duration_seconds += run.duration_seconds();
  audit.batches = LoadBatches(index);
  audit.reasons = LoadAllReasons(index);
  audit.last_words = CountLastWords(&database);
  audit.errors = LoadErrorShapes(index);
  audit.throughput = CountThroughput(audit.runs, audit.batches);
  audit.again_and_again = LoadAgainAndAgain(index);
  audit.in_two_batches = LoadInTwoBatches(index);
  audit.unknown_ids = LoadUnknownIds(index);
  audit.sources = LoadSourceBytes(index);
  audit.claims = LoadClaims(index, audit.runs, audit.batches);
  audit.books = CountBooks(&database);
  return audit;
}

}  // namespace analyzer
