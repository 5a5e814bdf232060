#include "analyzer/redact/same_books.h"

#include <cstdint>
#include <map>

#include "analyzer/audit/run_row.h"
#include "analyzer/base/local_time.h"
#include "analyzer/match/books.h"

namespace analyzer {
namespace {

using Counts = std::map<std::string, int64_t>;

void AddBooks(const Books& books, Counts* figures) {
  Counts& all = *figures;
  all["records seen"] = books.seen;
  all["records accepted"] = books.accepted;
  all["records failed"] = books.failed;
  all["records rejected"] = books.rejected;
  all["records later"] = books.later;
  all["failed outcomes"] = books.failed_outcomes;
  all["further evidence"] = books.further_evidence;
  all["overruled records"] = books.overruled;
  all["failures"] = books.failures;
  all["superseded outcomes"] = books.superseded;
  all["resolved outcomes"] = books.resolved;
  all["matched failures"] = books.matched;
  all["ambiguous failures"] = books.ambiguous;
  all["unmatched failures"] = books.unmatched;
  all["items"] = books.items;
  all["answered items"] = books.answered;
  all["items presumed accepted"] = books.presumed;
  all["untold items"] = books.untold;
  all["unanswered items"] = books.unanswered;
  all["unanswered items not at hand"] = books.unanswered_not_at_hand;
  for (const auto& [cause, count] : books.unanswered_by_cause) all["unanswered: " + cause] = count;
  for (const auto& [state, count] : books.unanswered_by_state) all["unanswered: " + state] = count;
}

// Failures by reason, kind, and how they were joined.
void AddReasons(Index* index, const TextRedactor* redactor, Counts* figures) {
  Statement rows(index->database(),
                 "SELECT reason, household, joining, joined_by, count(*) FROM failures"
                 " GROUP BY reason, household, joining, joined_by");
  while (rows.Step()) {
    const std::string reason = rows.Text(0);
    const std::string by = rows.Text(3).empty() ? "" : " by " + rows.Text(3);
    (*figures)["failures " + (redactor == nullptr ? reason : redactor->Redact(reason)) +
               (rows.Number(1) != 0 ? " of households, " : ", ") + rows.Text(2) + by] +=
        rows.Number(4);
  }
}

void AddRuns(Index* index, Counts* figures) {
  int64_t number = 0;
  for (const RunRow& run : LoadRuns(index)) {
    const std::string name =
        "run " + std::to_string(++number) + " of " + FormatIso(run.started) + ", ";
    (*figures)[name + "batches"] = run.figures.batches;
    (*figures)[name + "items"] = run.figures.planned;
    (*figures)[name + "answered"] = run.figures.answered;
    (*figures)[name + "presumed accepted"] = run.figures.presumed;
    (*figures)[name + "untold"] = run.figures.untold;
    (*figures)[name + "unanswered"] = run.figures.unanswered;
  }
}

Counts CountsOf(Index* index, const TextRedactor* redactor) {
  Counts figures;
  Database& database = index->database();
  AddBooks(CountBooks(&database), &figures);
  AddReasons(index, redactor, &figures);
  AddRuns(index, &figures);
  figures["originals"] = database.Number("SELECT count(*) FROM original");
  figures["lists of results"] = database.Number("SELECT count(*) FROM response");
  figures["facts of logs"] = database.Number("SELECT count(*) FROM log_fact");
  return figures;
}

}  // namespace

std::vector<std::string> DifferencesInBooks(Index* before, Index* after,
                                            const TextRedactor& redactor) {
  const Counts was = CountsOf(before, &redactor);
  const Counts is = CountsOf(after, nullptr);
  Counts names = was;
  names.insert(is.begin(), is.end());
  std::vector<std::string> differences;
  for (const auto& [name, any] : names) {
    const auto old = was.find(name);
    const auto now = is.find(name);
    const int64_t old_count = old == was.end() ? 0 : old->second;
    const int64_t new_count = now == is.end() ? 0 : now->second;
    if (old_count == new_count) continue;
    differences.push_back(name + ": " + std::to_string(new_count) + ", not " +
                          std::to_string(old_count));
  }
  return differences;
}

}  // namespace analyzer
