#include "analyzer/cli/bundle.h"

#include <cstdio>
#include <filesystem>
#include <list>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "analyzer/base/file_lock.h"
#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/new_folder.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/dry_run.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/intake.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/redact/bundle_files.h"
#include "analyzer/redact/bundle_readme.h"
#include "analyzer/redact/leak_check.h"
#include "analyzer/redact/redaction.h"
#include "analyzer/redact/same_books.h"
#include "analyzer/redact/secret_key.h"
#include "analyzer/source/own_output.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// The bundle's place, for this run alone: another one could be at work on the new folder or, once
// the two changed places, on the old one.
class BundlePlace {
 public:
  explicit BundlePlace(const fs::path& place) : place_(place), fresh_(place) {}

  Status Make() {
    if (Status status = MakeFolder(place_.parent_path()); !status.ok()) return status;
    if (Status status = LockIfThere(place_); !status.ok()) return status;
    if (Status status = LockIfThere(fresh_.path()); !status.ok()) return status;
    if (Status status = fresh_.Repair(); !status.ok()) return status;
    if (Status status = fresh_.Make(); !status.ok()) return status;
    return LockIfThere(fresh_.path());
  }

  // What was at the place before is then gone.
  Status Exchange() {
    Status status = fresh_.CarryOver([](const auto&) { return std::nullopt; });
    if (status.ok()) status = fresh_.Exchange();
    if (status.ok()) fresh_.Finish();
    return status;
  }

  const fs::path& path() const { return fresh_.path(); }

 private:
  Status LockIfThere(const fs::path& folder) {
    std::error_code code;
    if (!fs::exists(folder, code)) return {};
    auto lock = FileLock::Take(folder);
    if (!lock.ok()) return lock.error();
    locks_.push_back(std::move(lock.value()));
    return {};
  }

  fs::path place_;
  std::list<FileLock> locks_;
  NewFolder fresh_;
};

Status CheckPlace(const fs::path& place) {
  std::error_code code;
  if (!fs::exists(place, code)) return {};
  if (fs::is_directory(place, code) && (fs::is_empty(place, code) || IsBundle(place))) return {};
  return Error{place.string() + " is neither empty nor a bundle; name another folder with --out"};
}

Result<SecretKey> KeyOf(const BundleOptions& options) {
  return options.key.empty() ? SecretKey::Random()
                             : SecretKey::LoadOrDefault(options.key, !options.dry_run);
}

// Reads the bundle as somebody would who is given it.
Result<std::unique_ptr<Index>> IndexBundle(const BundleOptions& options, const fs::path& folder,
                                           bool has_batches) {
  IntakeReport intake;
  std::vector<std::string> batches;
  if (has_batches) batches.push_back((folder / kBundleBatches).string());
  std::vector<std::string> sources;
  std::error_code code;
  if (fs::exists(folder / kBundleSources, code)) {
    sources.push_back((folder / kBundleSources).string());
  }
  const auto found = FindArguments(batches, sources, {}, false, &intake);
  if (!found.ok()) return found.error();
  auto index = Index::Create(folder / kIndexName);
  if (!index.ok()) return index.error();
  ReadArguments(found.value(), options.input.reading, nullptr, index.value().get(), &intake);
  MatchOptions match;
  match.as_of = options.input.as_of;
  Match(index.value().get(), match);
  index.value()->FinishMatching();
  index.value()->NameFilesFrom(folder);
  return index;
}

// The files of a bundle in which leaks are, and how many.
std::vector<std::string> LeaksIn(const fs::path& folder, Index* index, Redaction* redaction) {
  LeakCheck check(redaction);
  std::vector<std::string> leaks;
  const size_t in_index = check.CountInIndex(&index->database());
  if (in_index > 0) leaks.push_back(std::to_string(in_index) + "× in " + kIndexName);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    size_t count = check.Count(name);
    if (entry.is_regular_file() && !name.starts_with(kIndexName)) {
      const auto bytes = ReadFile(entry.path());
      if (!bytes.ok()) leaks.push_back(bytes.error().message);
      if (bytes.ok()) count += check.Count(bytes.value());
    }
    if (count > 0) leaks.push_back(std::to_string(count) + "× in " + name);
  }
  return leaks;
}

bool Tell(const char* what, const std::vector<std::string>& lines) {
  if (lines.empty()) return false;
  std::string text = what;
  for (const std::string& line : lines) text += "\n  " + line;
  Console::Get().Warn(text);
  return true;
}

int TryToBundle(const BundleOptions& options, const Input& input, Redaction* redaction) {
  auto written = WriteBundledFiles(input.index.get(), options.input.reading.limits, "", redaction);
  if (!written.ok()) return Fail(written.error(), kCouldNot);
  Changes changes;
  changes.fresh = std::move(written.value().files);
  changes.fresh.insert(changes.fresh.end(), {kBundleReadme, kIndexName});
  TellDryRun(changes, options.out, false);
  std::error_code code;
  if (fs::exists(options.out, code) && !fs::is_empty(options.out, code))
    Console::Get().Tell("the bundle that is in " + options.out + " would go");
  bool look = Tell("could not be read, and would not be in it:", written.value().problems);
  Tell("would be left out, as it was not understood:", written.value().left_out);
  look |= TellIntake(input.intake) != kDone;
  return look ? kNeedsALook : kDone;
}

int MakeBundle(const BundleOptions& options) {
  fs::path place = fs::absolute(options.out).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();  // `to-show/` is `to-show`
  if (const Status status = CheckPlace(place); !status.ok()) return Fail(status.error(), kWrongUse);
  const auto key = KeyOf(options);
  if (!key.ok()) return Fail(key.error(), kWrongUse);
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;

  auto known = LoadKnown(input.index.get());
  if (!known.ok()) return Fail(known.error(), kCouldNot);
  Redaction redaction(std::move(known.value()), key.value(), false);
  if (options.dry_run) return TryToBundle(options, input, &redaction);
  Console::Get().ShowProgress();
  Console::Get().Begin("writing");
  BundlePlace fresh(place);
  if (const Status status = fresh.Make(); !status.ok()) return Fail(status.error(), kCouldNot);
  const auto written =
      WriteBundledFiles(input.index.get(), options.input.reading.limits, fresh.path(), &redaction);
  if (!written.ok()) return Fail(written.error(), kCouldNot);
  auto index = IndexBundle(options, fresh.path(), written.value().has_batches);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  const auto differences =
      DifferencesInBooks(input.index.get(), index.value().get(), redaction.text);
  // Before the README is there: its words are nobody's, whatever names there are.
  const auto leaks = LeaksIn(fresh.path(), index.value().get(), &redaction);
  Status status = index.value()->Publish();
  if (status.ok()) {
    status = WriteNewFile(fresh.path() / kBundleReadme,
                          BundleReadme(written.value(), !options.key.empty()));
  }
  if (!status.ok()) return Fail(status.error(), kCouldNot);
  FinishWhatFollows();
  if (status = fresh.Exchange(); !status.ok()) return Fail(status.error(), kCouldNot);

  Console::Get().HideProgress();
  bool look = Tell("could not be read, and is not in the bundle:", written.value().problems);
  look |= Tell("the bundle does not tell the same as its sources:", differences);
  look |= Tell("the bundle still holds what should have been replaced; do not show it to others:",
               leaks);
  Tell("what was read needs a look:", input.intake.problems);
  Tell("left out, as it was not understood:", written.value().left_out);
  std::printf("%lld files in %s\n", static_cast<long long>(written.value().files.size()),
              options.out.c_str());
  return look || NeedsALook(input.intake) ? kNeedsALook : kDone;
}

}  // namespace

int Bundle(const BundleOptions& options) { return Guarded(options.out, MakeBundle, options); }

}  // namespace analyzer
