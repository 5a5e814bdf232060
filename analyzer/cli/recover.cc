#include "analyzer/cli/recover.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "analyzer/base/file_lock.h"
#include "analyzer/base/provisional_folder.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/intake.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// The folder to write to, for this run alone. In a dry run it is not touched.
struct Workplace {
  std::optional<ProvisionalFolder> folder;
  std::optional<FileLock> lock;

  Status Take(const WriteOptions& options) {
    if (options.dry_run) return {};
    auto made = ProvisionalFolder::Make(options.out);
    if (!made.ok()) return made.error();
    folder.emplace(std::move(made.value()));
    auto taken = FileLock::Take(options.out);
    if (!taken.ok()) return taken.error();
    lock.emplace(std::move(taken.value()));
    return {};
  }
};

int RunRecover(const RecoverOptions& options) {
  const fs::path index_path = options.write.IndexPath();
  Regeneration regeneration(options.write);
  if (const int status = regeneration.Check(); status != kDone) return status;

  Console::Get().ShowProgress();
  IntakeReport intake;
  const auto found = FindArguments(options.batches, options.sources, index_path, &intake);
  if (!found.ok()) return Fail(found.error(), kWrongUse);
  Workplace workplace;
  if (Status status = workplace.Take(options.write); !status.ok())
    return Fail(status.error(), kCouldNot);
  auto index = options.write.dry_run ? Index::CreateTemporary() : Index::Create(index_path);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  ReadArguments(found.value(), options.write.reading, index.value().get(), &intake);
  return regeneration.Run(index.value().get(), intake);
}

int RunWrite(const WriteOptions& options) {
  Regeneration regeneration(options);
  if (const int status = regeneration.Check(); status != kDone) return status;
  if (Status status = Index::Check(options.IndexPath()); !status.ok())
    return Fail(status.error(), kWrongUse);
  Console::Get().ShowProgress();
  Workplace workplace;
  if (Status status = workplace.Take(options); !status.ok()) return Fail(status.error(), kCouldNot);
  auto index = options.dry_run ? Index::OpenTemporaryCopy(options.IndexPath())
                               : Index::Open(options.IndexPath(), false);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  IntakeReport intake;
  DropGone(index.value().get(), &intake);
  NameChanged(index.value().get(), &intake);
  CountIndexed(index.value().get(), &intake);
  return regeneration.Run(index.value().get(), intake);
}

}  // namespace

int Recover(const RecoverOptions& options) {
  return Guarded(options.write.out, RunRecover, options);
}

int Write(const WriteOptions& options) { return Guarded(options.out, RunWrite, options); }

}  // namespace analyzer
