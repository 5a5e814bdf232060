#include "analyzer/cli/recover.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "analyzer/base/file_lock.h"
#include "analyzer/base/file_stamp.h"
#include "analyzer/base/files.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/indexed_files.h"
#include "analyzer/cli/intake.h"
#include "analyzer/cli/kept_readings.h"
#include "analyzer/cli/last_recover.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

std::optional<Hash128> HashNow(const FoundFile& file) {
  const auto hash = HashOfFile(file.path);
  return hash.ok() ? std::optional(hash.value()) : std::nullopt;
}

// What the last run here came to, where running again would come to the same.
std::optional<LastRecover> FindSame(const fs::path& out, const RecoverInputs& inputs) {
  auto last = ReadLastRecover(out);
  if (!last || HashOfInputs(inputs, last->begun, HashNow) != last->inputs ||
      HashOfOutputs(out, inputs.index, last->ended) != last->outputs) {
    return std::nullopt;
  }
  return last;
}

int TellAgain(const LastRecover& last) {
  std::fputs("import-analyzer: nothing changed since the last run: nothing was read or written\n",
             stderr);
  std::fputs(last.text.c_str(), stderr);
  if (last.json.empty()) return last.status;
  const Status status = PrintJson(last.json);
  return status.ok() ? last.status : Fail(status.error(), kCouldNot);
}

// Remembers what the run came to, unless a file changed while it was read: then the next run has
// something to do.
Status Remember(const RecoverOptions& options, const RecoverInputs& inputs, int64_t begun,
                Index* index, const Told& told, int status) {
  std::map<std::string, IndexedFile> read;
  for (IndexedFile& file : index->Files()) {
    std::string path = file.on_disk;
    read.emplace(std::move(path), std::move(file));
  }
  bool all = true;
  for (const auto* files : {&inputs.found.batches, &inputs.found.sources}) {
    for (const FoundFile& file : *files) {
      const auto found = read.find(file.path.native());
      all = all && found != read.end() && found->second.hash != Hash128();
    }
  }
  const auto hash = HashOfInputs(inputs, begun, [&](const FoundFile& file) {
    const auto found = read.find(file.path.native());
    return found == read.end() ? std::nullopt : std::optional(found->second.hash);
  });
  if (!all || !hash) return {};
  const int64_t ended = Now();
  const fs::path out = options.write.out;
  return WriteLastRecover(out, {begun, *hash, ended, HashOfOutputs(out, inputs.index, ended),
                                status, told.text, told.json});
}

// Reads what no index at this place holds already.
Result<std::unique_ptr<Index>> ReadInputs(const RecoverOptions& options,
                                          const RecoverInputs& inputs, const KeptReadings* kept,
                                          IntakeReport* intake) {
  intake->problems = inputs.problems;
  auto index = Index::Create(inputs.index);
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
  IntakeReport finding;
  RecoverInputs inputs{options.typed, options.write.IndexPath(), {}, {}, regeneration.decisions()};
  auto found = FindArguments(options.batches, options.sources, inputs.index, &finding);
  if (!found.ok()) return Fail(found.error(), kWrongUse);
  inputs.found = std::move(found.value());
  inputs.problems = std::move(finding.problems);
  const fs::path out = options.write.out;
  if (Status status = MakeFolder(out); !status.ok()) return Fail(status.error(), kCouldNot);
  const auto lock = FileLock::Take(out);
  if (!lock.ok()) return Fail(lock.error(), kCouldNot);
  if (!options.fresh) {
    if (const auto last = FindSame(out, inputs)) return TellAgain(*last);
  }
  if (const int status = regeneration.CheckPlaces(); status != kDone) return status;

  IntakeReport intake;
  auto index = MakeIndex(options, inputs, &intake);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  if (intake.kept > 0) {
    std::fprintf(stderr, "import-analyzer: %lld files did not change and were not read again\n",
                 static_cast<long long>(intake.kept));
  }
  Told told;
  const int status = regeneration.Run(index.value().get(), intake, &told);
  if (status != kDone && status != kNeedsALook) return status;
  const Status remembered = Remember(options, inputs, begun, index.value().get(), told, status);
  return remembered.ok() ? status : Fail(remembered.error(), kCouldNot);
}

int RunWrite(const WriteOptions& options) {
  Regeneration regeneration(options);
  if (const int status = regeneration.CheckPlaces(); status != kDone) return status;
  if (const int status = regeneration.ReadDecisions(); status != kDone) return status;
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
  Told told;
  return regeneration.Run(index.value().get(), intake, &told);
}

}  // namespace

int Recover(const RecoverOptions& options) { return Guarded(RunRecover, options); }

int Write(const WriteOptions& options) { return Guarded(RunWrite, options); }

}  // namespace analyzer
