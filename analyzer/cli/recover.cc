#include "analyzer/cli/recover.h"

#include <filesystem>

#include "analyzer/base/file_lock.h"
#include "analyzer/base/files.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/intake.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

int RunRecover(const RecoverOptions& options) {
  const fs::path index_path = options.write.IndexPath();
  Regeneration regeneration(options.write);
  if (const int status = regeneration.Check(); status != kDone) return status;

  IntakeReport intake;
  const auto found = FindArguments(options.batches, options.sources, index_path, &intake);
  if (!found.ok()) return Fail(found.error(), kWrongUse);
  if (Status status = MakeFolder(options.write.out); !status.ok())
    return Fail(status.error(), kCouldNot);
  const auto lock = FileLock::Take(options.write.out);
  if (!lock.ok()) return Fail(lock.error(), kCouldNot);
  auto index = Index::Create(index_path);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  ReadArguments(found.value(), options.write.reading, index.value().get(), &intake);
  return regeneration.Run(index.value().get(), intake);
}

int RunWrite(const WriteOptions& options) {
  Regeneration regeneration(options);
  if (const int status = regeneration.Check(); status != kDone) return status;
  if (Status status = Index::Check(options.IndexPath()); !status.ok())
    return Fail(status.error(), kWrongUse);
  if (Status status = MakeFolder(options.out); !status.ok()) return Fail(status.error(), kCouldNot);
  const auto lock = FileLock::Take(options.out);
  if (!lock.ok()) return Fail(lock.error(), kCouldNot);
  auto index = Index::Open(options.IndexPath(), false);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  IntakeReport intake;
  DropGone(index.value().get(), &intake);
  NameChanged(index.value().get(), &intake);
  CountIndexed(index.value().get(), &intake);
  return regeneration.Run(index.value().get(), intake);
}

}  // namespace

int Recover(const RecoverOptions& options) { return Guarded(RunRecover, options); }

int Write(const WriteOptions& options) { return Guarded(RunWrite, options); }

}  // namespace analyzer
