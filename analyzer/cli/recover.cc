#include "analyzer/cli/recover.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "analyzer/base/file_lock.h"
#include "analyzer/base/file_stamp.h"
#include "analyzer/base/files.h"
#include "analyzer/base/hash.h"
#include "analyzer/base/left_overs.h"
#include "analyzer/base/provisional_folder.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/indexed_files.h"
#include "analyzer/cli/intake.h"
#include "analyzer/cli/kept_readings.h"
#include "analyzer/cli/last_recover.h"
#include "analyzer/cli/report.h"
#include "analyzer/source/own_output.h"

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
    RemoveLeftOvers(options.out);
    return RepairTrees(options.out);
  }
};

std::optional<Hash128> HashNow(const FoundFile& file) {
  const auto hash = HashOfFile(file.path());
  return hash.ok() ? std::optional(hash.value()) : std::nullopt;
}

// What the last run here came to, where running again would come to the same.
std::optional<LastRecover> FindSame(const fs::path& out, const RecoverInputs& inputs) {
  auto last = ReadLastRecover(out);
  if (!last || IsUnfinished(out) || HashOfInputs(inputs, last->begun, HashNow) != last->inputs ||
      HashOfOutputs(out, inputs.index, last->ended) != last->outputs) {
    return std::nullopt;
  }
  return last;
}

int TellAgain(const LastRecover& last) {
  Console& console = Console::Get();
  console.HideProgress();
  console.Tell("nothing changed since the last run: nothing was read or written");
  console.Again(last.text);
  if (last.json.empty()) return last.status;
  const Status status = PrintJson(last.json);
  return status.ok() ? last.status : Fail(status.error(), kCouldNot);
}

// Hashes of the bytes that were read, by the hashes of the paths: there may be very many.
class HashesOfRead {
 public:
  explicit HashesOfRead(Index* index) {
    index->ForEachFile(
        [&](const IndexedFile& file) { by_path_.emplace(HashOf(file.on_disk), file.hash); });
  }

  // Nothing where the index has no such file.
  std::optional<Hash128> Find(const FoundFile& file) const {
    const auto found = by_path_.find(HashOf(file.path()));
    return found == by_path_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<Hash128, Hash128> by_path_;
};

// Remembers what the run came to, unless a file changed while it was read: then the next run has
// something to do.
Status Remember(const RecoverOptions& options, const RecoverInputs& inputs, int64_t begun,
                Index* index, const Told& told, int status) try {
  const HashesOfRead read(index);
  bool all = true;
  for (const auto* files : {&inputs.found.batches, &inputs.found.sources}) {
    for (const FoundFile& file : *files)
      all = all && read.Find(file).value_or(Hash128()) != Hash128();
  }
  const auto hash =
      HashOfInputs(inputs, begun, [&](const FoundFile& file) { return read.Find(file); });
  if (!all || !hash) return {};
  const int64_t ended = Now();
  const fs::path out = options.write.out;
  return WriteLastRecover(out, {begun, *hash, ended, HashOfOutputs(out, inputs.index, ended),
                                status, told.text, told.json});
} catch (const std::exception& error) {
  return Error{"what this run came to cannot be kept for the next one: " +
               CannotGoOn(error).message};
}

// Reads what no index at this place holds already.
Result<std::unique_ptr<Index>> ReadInputs(const RecoverOptions& options,
                                          const RecoverInputs& inputs, const KeptReadings* kept,
                                          IntakeReport* intake) {
  intake->problems = inputs.problems;
  auto index = options.write.dry_run ? Index::CreateTemporary() : Index::Create(inputs.index);
  if (index.ok())
    ReadArguments(inputs.found, options.write.reading, kept, index.value().get(), intake);
  return index;
}

Result<std::unique_ptr<Index>> MakeIndex(const RecoverOptions& options, const RecoverInputs& inputs,
                                         IntakeReport* intake) {
  if (!options.fresh) {
    try {
      const auto old = Index::OpenToRead(inputs.index);
      if (old.ok()) {
        const KeptReadings kept(inputs.index, old.value().get());
        auto index = ReadInputs(options, inputs, &kept, intake);
        return index;
      }
    } catch (const std::runtime_error&) {
      // The old index is damaged: it is of no use.
      *intake = {};
    }
  }
  return ReadInputs(options, inputs, nullptr, intake);
}

int RunRecover(const RecoverOptions& options) {
  const int64_t begun = Now();
  Regeneration regeneration(options.write);
  if (const int status = regeneration.ReadDecisions(); status != kDone) return status;
  Console::Get().ShowProgress();
  IntakeReport finding;
  RecoverInputs inputs{options.typed, options.write.IndexPath(), {}, {}, regeneration.decisions()};
  auto found = FindArguments(options.batches, options.sources, inputs.index,
                             options.write.reading.follow, &finding);
  if (!found.ok()) return Fail(found.error(), kWrongUse);
  inputs.found = std::move(found.value());
  inputs.problems = std::move(finding.problems);
  Workplace workplace;
  if (Status status = workplace.Take(options.write); !status.ok())
    return Fail(status.error(), kCouldNot);
  if (!options.fresh) {
    const auto last = FindSame(options.write.out, inputs);
    if (last && !options.write.dry_run) return TellAgain(*last);
    if (last) regeneration.FindUpToDate();
  }
  if (const int status = regeneration.CheckPlaces(); status != kDone) return status;

  IntakeReport intake;
  auto index = MakeIndex(options, inputs, &intake);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  TellKept(intake);
  Told told;
  const int status = regeneration.Run(index.value().get(), intake, &told);
  if (options.write.dry_run || (status != kDone && status != kNeedsALook)) return status;
  const Status remembered = Remember(options, inputs, begun, index.value().get(), told, status);
  // All is written; the next run only has more to do.
  if (!remembered.ok()) Console::Get().Warn(remembered.error().message);
  return status;
}

int RunWrite(const WriteOptions& options) {
  Regeneration regeneration(options);
  if (const int status = regeneration.ReadDecisions(); status != kDone) return status;
  if (Status status = Index::Check(options.IndexPath()); !status.ok())
    return Fail(status.error(), kWrongUse);
  Workplace workplace;
  if (Status status = workplace.Take(options); !status.ok()) return Fail(status.error(), kCouldNot);
  if (const int status = regeneration.CheckPlaces(); status != kDone) return status;
  Console::Get().ShowProgress();
  auto index = options.dry_run ? Index::OpenTemporaryCopy(options.IndexPath())
                               : Index::Open(options.IndexPath(), false);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  IntakeReport intake;
  DropGone(index.value().get(), &intake);
  NameChanged(index.value().get(), &intake);
  CountIndexed(index.value().get(), &intake);
  Told told;
  return regeneration.Run(index.value().get(), intake, &told);
}

}  // namespace

int Recover(const RecoverOptions& options) {
  return Guarded(options.write.out, RunRecover, options);
}

int Write(const WriteOptions& options) { return Guarded(options.out, RunWrite, options); }

}  // namespace analyzer
