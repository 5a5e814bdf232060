#include "analyzer/cli/recover.h"

#include <algorithm>
#include <exception>
#include <filesystem>

#include "analyzer/base/files.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/intake.h"
#include "analyzer/source/discovery.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

int RunRecover(const RecoverOptions& options) {
  const fs::path index_path = options.write.IndexPath();
  Regeneration regeneration(options.write);
  if (const int status = regeneration.Check(); status != kDone) return status;

  IntakeReport intake;
  const auto batches = FindFiles(options.batches, index_path, {}, &intake.problems);
  if (!batches.ok()) return Fail(batches.error(), kWrongUse);
  auto sources = FindFiles(options.sources, index_path, {}, &intake.problems);
  if (!sources.ok()) return Fail(sources.error(), kWrongUse);
  // A file that is named as a batch is not a source too.
  std::erase_if(sources.value(), [&](const FoundFile& file) {
    return file.path != "-" &&
           std::any_of(batches.value().begin(), batches.value().end(),
                       [&](const FoundFile& batch) { return batch.path == file.path; });
  });

  if (Status status = MakeFolder(options.write.out); !status.ok())
    return Fail(status.error(), kCouldNot);
  auto index = Index::Create(index_path);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  const ExpansionLimits& limits = options.write.limits;
  ReadFiles(batches.value(), Given::kBatches, limits, index.value().get(), &intake);
  ReadFiles(sources.value(), Given::kSources, limits, index.value().get(), &intake);
  index.value()->FinishLoading();
  return regeneration.Run(index.value().get(), intake);
}

// What was read changed since: it is written as it was read, or not at all.
void NameChanged(Index* index, IntakeReport* report) {
  for (const IndexedFile& file : index->Files()) {
    if (StampOf(file.on_disk) == file.stamp) continue;
    report->problems.push_back(file.shown + " changed since it was read; run `" +
                               (file.batch ? "index" : "scan") + "` on it again");
  }
}

int RunWrite(const WriteOptions& options) {
  Regeneration regeneration(options);
  if (const int status = regeneration.Check(); status != kDone) return status;
  auto index = Index::Open(options.IndexPath(), false);
  if (!index.ok()) return Fail(index.error(), kWrongUse);
  if (Status status = MakeFolder(options.out); !status.ok()) return Fail(status.error(), kCouldNot);
  IntakeReport intake;
  DropGone(index.value().get(), &intake);
  NameChanged(index.value().get(), &intake);
  CountIndexed(index.value().get(), &intake);
  return regeneration.Run(index.value().get(), intake);
}

template <typename Run, typename Options>
int Guarded(Run run, const Options& options) {
  try {
    return run(options);
  } catch (const std::exception& error) {
    return Fail({std::string("cannot go on: ") + error.what()}, kCouldNot);
  }
}

}  // namespace

int Recover(const RecoverOptions& options) { return Guarded(RunRecover, options); }

int Write(const WriteOptions& options) { return Guarded(RunWrite, options); }

}  // namespace analyzer
