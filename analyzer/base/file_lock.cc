#include "analyzer/base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/base/files.h"

namespace analyzer {
namespace {

Error CannotOpen(const std::filesystem::path& path) { return CannotDo("open", path, errno); }

Error AtWork(const std::filesystem::path& path) {
  return Error{"another run of this program is at work on " + path.string() +
               "; wait until it is done, or name another place"};
}

// False where another process has the lock.
bool Lock(int descriptor) {
  return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

// Whoever had the lock before may have put the file elsewhere, or removed it, since it was opened.
// Nothing where the system cannot tell; errno says why.
std::optional<bool> IsStillAt(int descriptor, const std::filesystem::path& path) {
  struct stat opened = {};
  struct stat there = {};
  if (::fstat(descriptor, &opened) != 0) return std::nullopt;
  if (::stat(path.c_str(), &there) != 0)
    return errno == ENOENT ? std::optional(false) : std::nullopt;
  return opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
}

}  // namespace

Result<FileLock> FileLock::Take(const std::filesystem::path& path) {
  FileLock lock(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (lock.descriptor_ < 0) return CannotOpen(path);
  if (!Lock(lock.descriptor_)) return AtWork(path);
  return lock;
}

Result<FileLock> FileLock::TakeNew(const std::filesystem::path& path,
                                   const std::filesystem::path& target) {
  constexpr mode_t kMode = 0600;
  while (true) {
    // No link of somebody's is followed.
    FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kMode));
    if (lock.descriptor_ < 0) return CannotOpen(path);
    if (!Lock(lock.descriptor_)) return AtWork(target);
    const std::optional<bool> still_there = IsStillAt(lock.descriptor_, path);
    if (!still_there) return CannotOpen(path);
    if (!*still_there) continue;
    // What was left there may have been made by somebody who lets others read it.
    struct stat status = {};
    const bool done = ::fstat(lock.descriptor_, &status) == 0 &&
                      ::fchmod(lock.descriptor_, status.st_mode & kMode) == 0 &&
                      ::ftruncate(lock.descriptor_, 0) == 0;
    if (!done) return CannotOpen(path);
    return lock;
  }
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace analyzer
