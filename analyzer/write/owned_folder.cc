#include "analyzer/write/owned_folder.h"

#include <algorithm>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"

namespace analyzer {

namespace fs = std::filesystem;

OwnedFolder::OwnedFolder(fs::path out, std::string base, std::string name,
                         const fs::path& fresh_base, const Manifest& manifest, bool dry,
                         Progress* progress)
    : out_(std::move(out)),
      base_(std::move(base)),
      name_(std::move(name)),
      manifest_(manifest),
      place_(out_ / base_ / name_),
      fresh_(fresh_base / name_),
      dry_(dry),
      progress_(progress) {}

Status OwnedFolder::Check(bool replace) const {
  std::error_code code;
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

Status OwnedFolder::Begin(unsigned threads) {
  moves_away_ = !IsNobodys() && !IsOurs();
  std::error_code code;
  const bool is_there = fs::exists(place_, code);
  if (code) return CannotRead(place_, code.value());
  if (is_there && !moves_away_) {
    if (Status status = FindForeignFiles(""); !status.ok()) return status;
  }
  writing_ = std::make_unique<NewFiles>(dry_ ? fs::path() : fresh_, threads);
  return {};
}

NameRegister& OwnedFolder::Names(const std::string& folder) { return names_[folder]; }

Status OwnedFolder::Put(const std::string& name, std::string bytes) {
  const size_t held = bytes.size();
  return Put(
      name, [bytes = std::move(bytes)] { return bytes; }, held, std::nullopt);
}

Status OwnedFolder::Put(const std::string& name, NewFiles::Bytes bytes, size_t held,
                        std::optional<OriginalSpan> source) {
  StopIfAsked();
  if (progress_ != nullptr) progress_->Add({1, 0});
  constexpr size_t kMostWaiting = 1024;
  if (waiting_.size() >= kMostWaiting) TakeWritten(writing_->Written());
  Waiting& file = waiting_.emplace_back(Waiting{name, {}, source});
  return writing_->Add(name, std::move(bytes), held, &file.sha256);
}

void OwnedFolder::TakeWritten(uint64_t end) {
  for (; written_ < end; ++written_) {
    const Waiting& file = waiting_.front();
    files_.Add({file.name, file.sha256, file.source});
    waiting_.pop_front();
  }
}

Result<std::unique_ptr<DocumentFile>> OwnedFolder::Open(const std::string& name) {
  if (dry_) return DocumentFile::Nowhere();
  const fs::path path = fresh_ / name;
  if (Status status = MakeFolder(path.parent_path()); !status.ok()) return status.error();
  return DocumentFile::Create(path);
}

Status OwnedFolder::PutWhole(const std::string& name, DocumentFile* document) {
  document->Finish();
  files_.Add({name, document->digest()});
  return dry_ ? Status() : document->Publish();
}

Status OwnedFolder::Finish() {
  Status status = writing_->Finish();
  if (status.ok()) TakeWritten(written_ + waiting_.size());
  writing_.reset();
  return status;
}

bool OwnedFolder::IsOurs() const {
  const std::string inside = PathOf("");
  const auto first = manifest_.files.lower_bound(inside);
  return manifest_.ours && first != manifest_.files.end() && first->first.starts_with(inside);
}

bool OwnedFolder::IsUpToDate() const {
  if (files_.empty() && !IsOurs()) return true;
  std::unordered_set<const ManifestEntry*> listed;
  for (size_t i = 0; i < files_.size(); ++i) {
    const PutFile file = files_[i];
    const auto old = manifest_.files.find(PathOf(file.name));
    if (old == manifest_.files.end() || old->second.sha256 != Hex(file.sha256)) return false;
    listed.insert(&old->second);
  }
  // What was written then may have been changed by hand since.
  for (size_t i = 0; i < files_.size(); ++i) {
    const PutFile file = files_[i];
    const auto digest = DigestOfFile(out_ / PathOf(file.name));
    if (!digest.ok() || digest.value() != file.sha256) return false;
  }
  return std::all_of(manifest_.files.begin(), manifest_.files.end(), [&](const auto& file) {
    std::error_code code;
    return listed.contains(&file.second) || !file.first.starts_with(PathOf("")) ||
           !fs::exists(out_ / file.first, code);
  });
}

std::optional<std::string> OwnedFolder::DestinationOf(const std::string& inside) const {
  if (MovesAway()) return name_ + ".before" + inside.substr(name_.size());
  if (manifest_.files.contains(base_ + "/" + inside)) return std::nullopt;
  return inside;
}

std::string OwnedFolder::PathOf(std::string_view name) const {
  return base_ + "/" + name_ + "/" + std::string(name);
}

bool OwnedFolder::IsNobodys() const {
  std::error_code code;
  const bool is_there = fs::exists(place_, code);
  if (code) return false;
  return !is_there || fs::is_empty(place_, code);
}

// Files in our folder that we did not write keep their names; ours make way. `inside` is relative
// to it. What cannot be looked at may hold some.
Status OwnedFolder::FindForeignFiles(const std::string& inside) {
  std::error_code code;
  const fs::path folder = place_ / inside;
  const std::vector<FolderEntry> entries = ListFolder(folder, &code);
  if (code) return CannotRead(folder, code.value());
  for (const FolderEntry& entry : entries) {
    const std::string name = inside.empty() ? entry.name : inside + "/" + entry.name;
    if (entry.kind == FolderEntry::Kind::kFolder) {
      if (Status status = FindForeignFiles(name); !status.ok()) return status;
    } else if (!manifest_.files.contains(PathOf(name))) {
      foreign_.push_back(name);
      names_[inside].Reserve(entry.name);
    }
  }
  return {};
}

}  // namespace analyzer
