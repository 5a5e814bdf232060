#include "analyzer/base/new_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>
#include <vector>

#include "analyzer/base/copy_file.h"
#include "analyzer/base/files.h"
#include "analyzer/base/left_overs.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// Before the change each file is in both folders; after it what is in the old one alone is moved.
enum class Pass { kLink, kMove };

bool IsThere(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

bool IsSameFile(const fs::path& a, const fs::path& b) {
  struct stat first {};
  struct stat second {};
  return ::lstat(a.c_str(), &first) == 0 && ::lstat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

Status CopyWithTime(const fs::path& from, const fs::path& to) {
  Status status = CopyFile(from, to);
  std::error_code code;
  if (status.ok()) fs::last_write_time(to, fs::last_write_time(from, code), code);
  return status;
}

// Takes what stays from one folder to the other.
class Carrier {
 public:
  Carrier(fs::path from, fs::path to, Pass pass, const NewFolder::Destination& destination)
      : from_(std::move(from)), to_(std::move(to)), pass_(pass), destination_(destination) {}

  Status Carry(const std::string& folder = "") {
    std::error_code code;
    const std::vector<FolderEntry> entries = ListFolder(from_ / folder, &code);
    if (code) return Failed(folder, code.message());
    for (const FolderEntry& entry : entries) {
      const std::string inside = folder + entry.name;
      Status status =
          entry.kind == FolderEntry::Kind::kFolder ? CarryFolder(inside + "/") : CarryFile(inside);
      if (!status.ok()) return status;
    }
    return {};
  }

 private:
  Status CarryFolder(const std::string& inside) {
    struct stat status {};
    if (::lstat((from_ / inside).c_str(), &status) != 0 || !IsOnSameDevice(status))
      return Failed(inside, "it is on another file system");
    const auto destination = destination_(inside);
    if (!destination) return Carry(inside);
    const fs::path to = to_ / *destination;
    const bool fresh = !IsThere(to);
    if (Status made = MakeFolder(to); !made.ok()) return made;
    if (Status carried = Carry(inside); !carried.ok() || !fresh) return carried;
    // As the old one was; a file system that keeps neither is no reason to stop.
    ::chmod(to.c_str(), status.st_mode & 07777);
    const timespec times[] = {status.st_atim, status.st_mtim};
    ::utimensat(AT_FDCWD, to.c_str(), times, 0);
    return {};
  }

  Status CarryFile(const std::string& inside) {
    const auto destination = destination_(inside);
    if (!destination) return {};
    const fs::path from = from_ / inside;
    const fs::path to = to_ / *destination;
    if (IsSameFile(from, to)) return {};
    if (Status made = MakeFolder(to.parent_path()); !made.ok()) return made;
    if (pass_ == Pass::kMove) return Rename(from, to);
    std::error_code code;
    fs::create_hard_link(from, to, code);
    if (!code) return {};
    if (fs::is_regular_file(fs::symlink_status(from, code))) return CopyWithTime(from, to);
    fs::copy(from, to, fs::copy_options::copy_symlinks, code);
    return code ? Failed(inside, code.message()) : Status();
  }

  // What is mounted there is not ours to take along.
  bool IsOnSameDevice(const struct stat& status) const {
    struct stat top {};
    return ::lstat(from_.c_str(), &top) == 0 && top.st_dev == status.st_dev;
  }

  Status Failed(const std::string& inside, const std::string& why) const {
    return Error{"cannot carry over " + (from_ / inside).string() + ": " + why};
  }

  fs::path from_;
  fs::path to_;
  Pass pass_;
  const NewFolder::Destination& destination_;
};

// Where the old folder is for a moment on file systems that cannot exchange two.
fs::path AsideOf(const fs::path& fresh) {
  fs::path aside = fresh;
  return aside += ".old";
}

Status ExchangeByRenaming(const fs::path& fresh, const fs::path& current) {
  const fs::path aside = AsideOf(fresh);
  if (Status status = Rename(current, aside); !status.ok()) return status;
  if (Status status = Rename(fresh, current); !status.ok()) {
    if (Rename(aside, current).ok()) return status;
    return Error{status.error().message + "; what was there before is in " + aside.string()};
  }
  return Rename(aside, fresh);
}

// Afterwards `fresh` holds what `current` held.
Status ExchangeFolders(const fs::path& fresh, const fs::path& current) {
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, current.c_str(), RENAME_EXCHANGE) == 0)
    return {};
  if (errno != EINVAL && errno != ENOSYS) return CannotDo("exchange", current, errno);
  return ExchangeByRenaming(fresh, current);
}

}  // namespace

NewFolder::NewFolder(const fs::path& place) : place_(place) {
  std::error_code code;
  // A link stays, and leads to the new folder.
  if (fs::is_symlink(place, code) && fs::exists(place, code)) place_ = fs::canonical(place, code);
  path_ = place_.parent_path() / LeftOverName(place_.filename().string());
}

NewFolder::~NewFolder() {
  try {
    if (made_) (void)RemoveTree(path_).ok();
  } catch (const std::bad_alloc&) {
    // Left to Repair.
  }
}

Status NewFolder::Repair() {
  const fs::path aside = AsideOf(path_);
  if (IsThere(aside)) {
    Status status = IsThere(place_) ? RemoveTree(aside) : Rename(aside, place_);
    if (!status.ok()) return status;
  }
  return IsThere(path_) ? RemoveTree(path_) : Status();
}

Status NewFolder::Make() {
  struct stat old {};
  const bool replaces = ::stat(place_.c_str(), &old) == 0;
  // Who may not write into the old one is not to put another in its place, though he could.
  if (replaces && ::access(place_.c_str(), W_OK) != 0) return CannotDo("write", place_, errno);
  made_ = true;
  if (Status status = MakeFolder(path_); !status.ok()) return status;
  if (replaces) ::chmod(path_.c_str(), old.st_mode & 07777);
  return {};
}

Status NewFolder::CarryOver(Destination destination) {
  destination_ = std::move(destination);
  if (!IsThere(place_)) return {};
  Status status = Carrier(place_, path_, Pass::kLink, destination_).Carry();
  return status.ok() ? status : Error{status.error().message + "; the old folder is unchanged"};
}

Status NewFolder::Exchange() {
  replaced_ = IsThere(place_);
  Status status = replaced_ ? ExchangeFolders(path_, place_) : Rename(path_, place_);
  exchanged_ = status.ok();
  if (exchanged_) made_ = false;
  return status;
}

bool NewFolder::Undo() {
  if (!exchanged_) return true;
  made_ = (replaced_ ? ExchangeFolders(path_, place_) : Rename(place_, path_)).ok();
  exchanged_ = false;
  return made_;
}

void NewFolder::Finish() try {
  if (!exchanged_ || !replaced_) return;
  // What cannot be moved or removed now is left to Repair.
  if (Carrier(path_, place_, Pass::kMove, destination_).Carry().ok()) (void)RemoveTree(path_).ok();
} catch (const std::bad_alloc&) {
  // Likewise.
}

}  // namespace analyzer
