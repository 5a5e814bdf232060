#include "analyzer/cli/regenerate.h"

#include <cstdio>

#include "analyzer/cli/check_selection.h"
#include "analyzer/cli/decisions.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/report.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

bool NeedsALook(const MatchReport& match) {
  const Books& books = match.books;
  return books.ambiguous + books.unmatched + books.untold + books.unanswered_not_at_hand > 0 ||
         !match.notes.empty();
}

void Tell(const std::string& text, Told* told) {
  std::fputs(text.c_str(), stderr);
  told->text += text;
}

}  // namespace

std::filesystem::path WriteOptions::IndexPath() const {
  return index.empty() ? std::filesystem::path(out) / kIndexName : std::filesystem::path(index);
}

Regeneration::Regeneration(const WriteOptions& options) : options_(options) {
  tree_.out = options.out;
  tree_.replace = options.replace;
  tree_.single_failures = options.single_failures;
  tree_.threads = options.reading.Threads();
  tree_.retry = options.retry;
  match_.as_of = options.as_of;
}

int Regeneration::ReadDecisions() {
  const Status status = ReadAllDecisions(options_.decide, &match_.decisions);
  return status.ok() ? kDone : Fail(status.error(), kWrongUse);
}

int Regeneration::CheckPlaces() {
  const Status status = CheckTree(tree_);
  return status.ok() ? kDone : Fail(status.error(), kCouldNot);
}

int Regeneration::Run(Index* index, const IntakeReport& intake, Told* told) {
  Report report{intake, Match(index, match_), {}, {}, {}};
  index->FinishMatching();
  const std::string imbalance = report.match.books.Imbalance();
  if (!imbalance.empty()) {
    return Fail({"internal error, nothing was written: the books do not balance: " + imbalance +
                 "please report it with the input"},
                kCouldNot);
  }
  if (Status status = CheckSelection(index, tree_.retry.selection); !status.ok())
    return Fail(status.error(), kWrongUse);
  if (tree_.retry.write) {
    for (const std::string& line : ResultsOfNobody(index, tree_.retry.selection))
      Tell("import-analyzer: " + TerminalText(line) + "\n", told);
  }
  auto written = WriteTrees(index, tree_);
  if (!written.ok()) return Fail(written.error(), kCouldNot);
  report.written = std::move(written.value());
  report.reasons = LoadReasons(index);
  report.runs = LoadRuns(index);
  if (Status status = index->Publish(); !status.ok()) return Fail(status.error(), kCouldNot);

  Tell(ReportText(report), told);
  if (options_.json) {
    told->json = ReportJson(report);
    if (Status status = PrintJson(told->json); !status.ok()) return Fail(status.error(), kCouldNot);
  }
  return NeedsALook(intake) || NeedsALook(report.match) ? kNeedsALook : kDone;
}

}  // namespace analyzer
