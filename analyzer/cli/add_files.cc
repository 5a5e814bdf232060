#include "analyzer/cli/add_files.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "analyzer/base/interruption.h"
#include "analyzer/base/provisional_folder.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/indexed_files.h"
#include "analyzer/cli/input.h"
#include "analyzer/cli/kept_readings.h"
#include "analyzer/cli/report.h"
#include "analyzer/index/index.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/source/discovery.h"
#include "analyzer/source/found_file.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

std::vector<KnownFile> KnownFiles(Index* index) {
  std::vector<KnownFile> known;
  for (const IndexedFile& file : index->Files()) known.push_back({file.on_disk, file.shown});
  return known;
}

// The index to add to; in a dry run a copy that is not kept.
Result<std::unique_ptr<Index>> OpenToAdd(const AddOptions& options, bool fresh) {
  if (!options.dry_run) return Index::Open(options.index, true);
  return fresh ? Index::CreateTemporary() : Index::OpenTemporaryCopy(options.index);
}

void TellIndex(const AddOptions& options, bool fresh) {
  Console& console = Console::Get();
  if (options.dry_run) {
    console.Tell("dry run: " + options.index + " would be " + (fresh ? "made" : "changed") +
                 ", nothing was written");
  } else if (fresh) {
    console.Tell("made a new index " + options.index);
  }
}

int AddGiven(const AddOptions& options, Given given) {
  // What it held could not be read again by `write`, which would drop it.
  if (std::find(options.arguments.begin(), options.arguments.end(), "-") !=
      options.arguments.end()) {
    return Fail({"standard input cannot be kept in an index; save it to a file and name that"},
                kWrongUse);
  }
  const fs::path path = options.index;
  std::optional<ProvisionalFolder> folder;
  if (!options.dry_run) {
    auto made = ProvisionalFolder::Make(fs::absolute(path).parent_path());
    if (!made.ok()) return Fail(made.error(), kCouldNot);
    folder.emplace(std::move(made.value()));
  }
  std::error_code code;
  const bool fresh = !fs::exists(path, code);
  auto opened = OpenToAdd(options, fresh);
  if (!opened.ok()) return Fail(opened.error(), kCouldNot);
  // A log that grew is read on from where it ended: what was read of it is taken from the index as
  // it was, which nobody changes meanwhile.
  std::unique_ptr<Index> old;
  std::optional<KeptReadings> kept;
  if (!fresh) {
    auto as_it_was = Index::OpenToRead(path);
    if (!as_it_was.ok()) return Fail(as_it_was.error(), kCouldNot);
    old = std::move(as_it_was.value());
    kept.emplace(path, old.get());
  }
  Index& index = *opened.value();
  Console& console = Console::Get();
  console.ShowProgress();
  console.Begin("finding files");
  IntakeReport intake;
  DropGone(&index, &intake);
  auto files = FindFiles(options.arguments, path, KnownFiles(&index), options.reading.follow,
                         &intake.problems, console.progress());
  if (!files.ok()) return Fail(files.error(), kWrongUse);
  KeepChanged(given, options.reading, &files.value(), &index, &intake);
  ReadFiles(files.value(), given, options.reading, kept ? &*kept : nullptr, &index, &intake);
  // What is to be read was taken out, also where it cannot be read now.
  if (!files.value().empty() || !intake.gone.empty()) ForgetMatches(&index);
  index.FinishLoading();
  FinishWhatFollows();
  if (!options.dry_run) {
    if (Status status = index.Publish(); !status.ok()) return Fail(status.error(), kCouldNot);
  }
  console.HideProgress();
  TellIndex(options, fresh);
  TellKept(intake);
  console.Report(IntakeText(intake, console.err()));
  if (options.json) {
    if (Status status = PrintJson(IntakeJson(intake)); !status.ok())
      return Fail(status.error(), kCouldNot);
  }
  if (console.quiet()) return TellIntake(intake);  // the text above told it
  return NeedsALook(intake) ? kNeedsALook : kDone;
}

}  // namespace

int AddFiles(const AddOptions& options, Given given) {
  return Guarded(options.index, AddGiven, options, given);
}

}  // namespace analyzer
