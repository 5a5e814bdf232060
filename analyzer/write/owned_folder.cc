#include "analyzer/write/owned_folder.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/source/discovery.h"

namespace analyzer {

namespace fs = std::filesystem;

OwnedFolder::OwnedFolder(fs::path out, std::string base, std::string name, const Manifest& manifest,
                         bool dry, Progress* progress)
    : out_(std::move(out)),
      base_(std::move(base)),
      name_(std::move(name)),
      manifest_(manifest),
      place_(out_ / base_ / name_),
      fresh_(out_ / base_ / (name_ + ".new")),
      dry_(dry),
      progress_(progress) {}

OwnedFolder::~OwnedFolder() {
  if (made_) (void)RemoveTree(fresh_).ok();
}

Status OwnedFolder::Check(bool replace) const {
  std::error_code code;
  const bool left_over = manifest_.ours || IsUnfinished(fresh_);
  if (!left_over && fs::exists(fresh_, code) && !fs::is_empty(fresh_, code)) {
    return Error{fresh_.string() +
                 " is in the way, and this program did not make it; remove or "
                 "rename it"};
  }
  if (IsNobodys() || IsOurs()) return {};
  const fs::path before = out_ / base_ / (name_ + ".before");
  if (!replace) {
    return Error{place_.string() +
                 " was not written by this program and is left as it is; give another --out, or "
                 "--replace to move it to " +
                 before.string() + " first"};
  }
  if (fs::exists(before, code)) {
    return Error{"cannot move " + place_.string() + " away: " + before.string() +
                 " is there already; remove or rename it"};
  }
  return {};
}

Status OwnedFolder::Begin() {
  // Moved away only at the end: it may be read from until then.
  moves_away_ = !IsNobodys() && !IsOurs();
  FindForeignFiles();
  if (dry_) return {};
  if (Status status = RemoveTree(fresh_); !status.ok()) return status;
  made_ = true;
  if (Status status = MakeFolder(fresh_); !status.ok()) return status;
  return WriteNewFile(fresh_ / kUnfinishedMark, "");
}

NameRegister& OwnedFolder::Names(const std::string& folder) { return names_[folder]; }

Status OwnedFolder::Put(const std::string& name, const std::string& bytes,
                        std::string source_json) {
  StopIfAsked();
  entries_.push_back({PathOf(name), Sha256(bytes), std::move(source_json)});
  if (progress_ != nullptr) progress_->Add({1, static_cast<int64_t>(bytes.size())});
  if (dry_) return {};
  const fs::path path = fresh_ / name;
  if (Status status = MakeFolder(path.parent_path()); !status.ok()) return status;
  return WriteNewFile(path, bytes);
}

bool OwnedFolder::IsOurs() const {
  const std::string inside = PathOf("");
  const auto first = manifest_.files.lower_bound(inside);
  return manifest_.ours && first != manifest_.files.end() && first->first.starts_with(inside);
}

bool OwnedFolder::IsUpToDate() const {
  if (entries_.empty() && !IsOurs()) return true;
  std::set<std::string> listed;
  for (const ManifestEntry& entry : entries_) {
    listed.insert(entry.path);
    const auto bytes = ReadFile(out_ / entry.path);
    if (!bytes.ok() || Sha256(bytes.value()) != entry.sha256) return false;
  }
  return std::all_of(manifest_.files.begin(), manifest_.files.end(), [&](const auto& file) {
    std::error_code code;
    return listed.contains(file.first) || !file.first.starts_with(PathOf("")) ||
           !fs::exists(out_ / file.first, code);
  });
}

Status OwnedFolder::Exchange() {
  if (Status status = CarryOverForeign(); !status.ok()) return status;
  std::error_code code;
  fs::remove(fresh_ / kUnfinishedMark, code);
  if (moves_away_) {
    if (Status status = Rename(place_, out_ / base_ / (name_ + ".before")); !status.ok())
      return status;
  }
  if (Status status = ExchangeFolders(fresh_, place_); !status.ok()) return status;
  if (fs::is_empty(place_, code)) fs::remove(place_, code);
  return Discard();
}

Status OwnedFolder::Discard() {
  made_ = false;
  return RemoveTree(fresh_);
}

std::string OwnedFolder::PathOf(const std::string& name) const {
  return base_ + "/" + name_ + "/" + name;
}

bool OwnedFolder::IsNobodys() const {
  std::error_code code;
  return !fs::exists(place_, code) || fs::is_empty(place_, code);
}

// Files in our folder that we did not write keep their names; ours make way.
void OwnedFolder::FindForeignFiles() {
  std::error_code code;
  if (moves_away_ || !fs::exists(place_, code)) return;
  for (fs::recursive_directory_iterator entry(place_, code), end; !code && entry != end;
       entry.increment(code)) {
    if (entry->is_directory() && !entry->is_symlink()) continue;
    const std::string inside = entry->path().lexically_relative(place_).generic_string();
    if (manifest_.files.contains(PathOf(inside))) continue;
    foreign_.push_back(inside);
    const fs::path relative(inside);
    names_[relative.parent_path().string()].Reserve(relative.filename().string());
  }
}

Status OwnedFolder::CarryOverForeign() {
  for (const std::string& inside : foreign_) {
    if (Status status = MakeFolder((fresh_ / inside).parent_path()); !status.ok()) return status;
    std::error_code code;
    fs::create_hard_link(place_ / inside, fresh_ / inside, code);
    if (code) fs::copy(place_ / inside, fresh_ / inside, fs::copy_options::copy_symlinks, code);
    if (code) {
      return Error{"cannot carry over " + (place_ / inside).string() + ": " + code.message() +
                   "; the old folder is unchanged"};
    }
  }
  return {};
}

}  // namespace analyzer
