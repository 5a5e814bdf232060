#include "analyzer/cli/regenerate.h"

#include <exception>
#include <functional>

#include "analyzer/cli/advice.h"
#include "analyzer/cli/check_selection.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/decisions.h"
#include "analyzer/cli/details.h"
#include "analyzer/cli/dry_run.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/indexed_files.h"
#include "analyzer/cli/input.h"
#include "analyzer/cli/last_recover.h"
#include "analyzer/cli/report.h"
#include "analyzer/source/own_output.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

bool NeedsALook(const MatchReport& match) {
  const Books& books = match.books;
  return books.ambiguous + books.unmatched + books.untold + books.unanswered_not_at_hand > 0 ||
         !match.notes.empty();
}

// Tells what needs a look, and keeps it to be told again.
void Warn(const std::string& message, Told* told) {
  Console::Get().Warn(message);
  told->text += "import-analyzer: " + message + "\n";
}

// The same of a text, which is kept as it is where there is no terminal.
void TellText(const std::function<std::string(const Screen&)>& text, Told* told) {
  Console& console = Console::Get();
  if (console.quiet()) return;
  console.Report(text(console.err()));
  told->text += text(Screen());
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
  tree_.dry = options.dry_run;
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

// All that was to be done is done: what fails now is no reason to say that it is not.
int Regeneration::TellAll(const Report& report, const std::vector<std::string>& advice,
                          Index* index, Told* told) const try {
  Tell(report, advice, index, told);
  if (options_.json) {
    told->json = ReportJson(report);
    if (Status status = PrintJson(told->json); !status.ok()) return Fail(status.error(), kCouldNot);
  }
  return NeedsALook(report.intake) || NeedsALook(report.match) ? kNeedsALook : kDone;
} catch (const std::exception& error) {
  return Fail({CannotGoOn(error).message + kAllElseIsWritten}, kCouldNot);
}

int Regeneration::Run(Index* index, const IntakeReport& intake, Told* told) {
  Console& console = Console::Get();
  console.Begin("matching");
  IntakeReport known = intake;
  Report report{known, Match(index, match_), {}, {}, {}, options_.dry_run};
  index->FinishMatching();
  NameChangedMeanwhile(index, &known);
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
      Warn(TerminalText(line), told);
  }
  tree_.progress = console.progress();
  // All that is to be told is read before anything is put in its place.
  report.reasons = LoadReasons(index);
  report.runs = LoadRuns(index);
  const std::vector<std::string> advice = Advice(index, report.match.books);
  auto written = WriteTrees(index, tree_);
  if (!written.ok()) return Fail(written.error(), kCouldNot);
  report.written = std::move(written.value());
  if (options_.dry_run) {
    if (!up_to_date_) AddFile(options_.IndexPath(), options_.out, &report.written.changes);
    if (options_.remembers && !up_to_date_)
      AddFile(LastRecoverPath(options_.out), options_.out, &report.written.changes);
  }
  return TellAll(report, advice, index, told);
}

void Regeneration::Tell(const Report& report, const std::vector<std::string>& advice, Index* index,
                        Told* told) const {
  Console& console = Console::Get();
  console.HideProgress();
  TellText([&](const Screen& screen) { return ReportText(report, screen); }, told);
  if (console.verbose())
    TellText([&](const Screen& screen) { return JoiningText(index, screen); }, told);
  if (options_.dry_run) TellDryRun(report.written.changes, options_.out, options_.json);
  const Books& books = report.match.books;
  if (console.quiet()) {
    for (const std::string& line : LinesOfIntake(report.intake)) Warn(line, told);
    for (const std::string& note : report.match.notes) Warn(note, told);
    if (books.ambiguous + books.unmatched > 0) {
      Warn("failures without an original: " + std::to_string(books.ambiguous) + " ambiguous, " +
               std::to_string(books.unmatched) + " unmatched; see unmatched.json in " +
               options_.out,
           told);
    }
  }
  for (const std::string& line : advice) Warn(TerminalText(line), told);
}

}  // namespace analyzer
