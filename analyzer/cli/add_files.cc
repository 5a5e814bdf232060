#include "analyzer/cli/add_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "analyzer/base/files.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/indexed_files.h"
#include "analyzer/cli/report.h"
#include "analyzer/index/index.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/source/discovery.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

std::vector<KnownFile> KnownFiles(Index* index) {
  std::vector<KnownFile> known;
  for (const IndexedFile& file : index->Files()) known.push_back({file.on_disk, file.shown});
  return known;
}

int Run(const AddOptions& options, Given given) {
  // What it held could not be read again by `write`, which would drop it.
  if (std::find(options.arguments.begin(), options.arguments.end(), "-") !=
      options.arguments.end()) {
    return Fail({"standard input cannot be kept in an index; save it to a file and name that"},
                kWrongUse);
  }
  const fs::path path = options.index;
  if (Status status = MakeFolder(fs::absolute(path).parent_path()); !status.ok())
    return Fail(status.error(), kCouldNot);
  std::error_code code;
  const bool fresh = !fs::exists(path, code);
  auto opened = Index::Open(path, true);
  if (!opened.ok()) return Fail(opened.error(), kCouldNot);
  Index& index = *opened.value();
  IntakeReport intake;
  DropGone(&index, &intake);
  auto files = FindFiles(options.arguments, path, KnownFiles(&index), &intake.problems);
  if (!files.ok()) return Fail(files.error(), kWrongUse);
  KeepChanged(given, options.reading, &files.value(), &index, &intake);
  ReadFiles(files.value(), given, options.reading, nullptr, &index, &intake);
  if (intake.files > 0 || !intake.gone.empty()) ForgetMatches(&index);
  index.FinishLoading();
  if (Status status = index.Publish(); !status.ok()) return Fail(status.error(), kCouldNot);
  if (fresh) std::fprintf(stderr, "import-analyzer: made a new index %s\n", path.c_str());
  std::fputs(IntakeText(intake).c_str(), stderr);
  if (options.json) {
    if (Status status = PrintJson(IntakeJson(intake)); !status.ok())
      return Fail(status.error(), kCouldNot);
  }
  return NeedsALook(intake) ? kNeedsALook : kDone;
}

}  // namespace

int AddFiles(const AddOptions& options, Given given) { return Guarded(Run, options, given); }

}  // namespace analyzer
