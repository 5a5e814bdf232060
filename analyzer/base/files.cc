#include "analyzer/base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "analyzer/base/left_overs.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = size_t{1} << 16;
// Behind a file's bytes: the read that finds the end, and a parser's padding, then need no copy.
constexpr size_t kSpare = 128;

std::string Remedy(int number) {
  switch (number) {
    case EACCES:
    case EPERM:
      return "; check its permissions";
    case ENOSPC:
    case EDQUOT:
      return "; free space on that disk, then run again: what was there before is unchanged";
    case EROFS:
      return "; name a place that can be written to";
    case EMFILE:
    case ENFILE:
      return "; allow more open files (ulimit -n), or use fewer --jobs";
    case ENAMETOOLONG:
      return "; use a shorter name";
    case ENOMEM:
      return "; allow more memory (ulimit -v), or use less: --memory, --jobs";
    default:
      return "";
  }
}

Result<std::string> ReadAll(int descriptor, const fs::path& path) {
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
    return CannotDo("read", path, EISDIR);
  std::string bytes;
  bytes.resize(status.st_size > 0 ? static_cast<size_t>(status.st_size) + kSpare : kChunk);
  size_t size = 0;
  while (true) {
    if (size == bytes.size()) bytes.resize(size * 2);
    const ssize_t got =
        ::read(descriptor, bytes.data() + size, std::min(bytes.size() - size, size_t{1} << 30));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CannotDo("read", path, errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

// False, and errno, where not all could be written.
bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(done));
  }
  return true;
}

// Locks a file that was made just now. False where somebody took it for left over before that.
bool Keep(int descriptor) {
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
  struct stat status {};
  return ::fstat(descriptor, &status) != 0 || status.st_nlink > 0;
}

// rename(2), but where something is at `to` that stays: EEXIST.
bool RenameToNothing(const std::string& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  return ::link(from.c_str(), to.c_str()) == 0 && ::unlink(from.c_str()) == 0;
}

std::error_code LastError() { return {errno, std::generic_category()}; }

// Most file systems tell it without being asked for each.
FolderEntry::Kind KindOf(DIR* folder, const dirent& entry) {
  mode_t mode = DTTOIF(entry.d_type);
  if (entry.d_type == DT_UNKNOWN) {
    struct stat status {};
    ::fstatat(::dirfd(folder), entry.d_name, &status, AT_SYMLINK_NOFOLLOW);
    mode = status.st_mode;
  }
  return S_ISREG(mode)   ? FolderEntry::Kind::kFile
         : S_ISDIR(mode) ? FolderEntry::Kind::kFolder
         : S_ISLNK(mode) ? FolderEntry::Kind::kLink
                         : FolderEntry::Kind::kOther;
}

}  // namespace

Error CannotDo(const char* what, const fs::path& path, int number) {
  return {std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(number) +
          Remedy(number)};
}

Error CannotRead(const fs::path& path, int number) { return CannotDo("read", path, number); }

Result<std::string> ReadFile(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return CannotDo("read", path, errno);
  auto bytes = ReadAll(descriptor, path);
  ::close(descriptor);
  return bytes;
}

Result<std::string> ReadFileRange(const fs::path& path, int64_t begin, int64_t end) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return CannotDo("read", path, errno);
  std::string bytes(static_cast<size_t>(end - begin), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + done, bytes.size() - done,
                                begin + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const Error error = CannotRead(path, errno);
      ::close(descriptor);
      return error;
    }
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  ::close(descriptor);
  bytes.resize(done);
  return bytes;
}

int64_t LineAt(const fs::path& path, int64_t at) {
  constexpr auto kStep = static_cast<int64_t>(kChunk);
  int64_t line = 1;
  bool after_cr = false;
  for (int64_t begin = 0; begin < at; begin += kStep) {
    const auto bytes = ReadFileRange(path, begin, std::min(begin + kStep, at));
    if (!bytes.ok()) return 0;
    for (const char c : bytes.value()) {
      line += c == '\r' || (c == '\n' && !after_cr);
      after_cr = c == '\r';
    }
  }
  return line;
}

Result<fs::path> KeepInMemory(std::string_view bytes) {
  const int descriptor = ::memfd_create("import-analyzer", MFD_CLOEXEC);
  if (descriptor < 0) return CannotDo("keep in memory", "standard input", errno);
  if (!WriteAll(descriptor, bytes)) {
    const int number = errno;
    ::close(descriptor);
    return CannotDo("keep in memory", "standard input", number);
  }
  return fs::path("/proc/self/fd/" + std::to_string(descriptor));
}

AtomicFile::AtomicFile(fs::path path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

Result<std::unique_ptr<AtomicFile>> AtomicFile::Create(const fs::path& path) {
  // A name that nobody has: no link is followed, no older file's permissions are taken over, and
  // two runs at once do not write into each other. A short one: `path` may be as long as can be.
  while (true) {
    std::string temporary = (path.parent_path() / (std::string(kLeftOverPrefix) + "XXXXXX"));
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) return CannotDo("write", path, errno);
    if (Keep(descriptor))
      return std::unique_ptr<AtomicFile>(new AtomicFile(path, std::move(temporary), descriptor));
    ::close(descriptor);
  }
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!published_) ::unlink(temporary_.c_str());
}

bool AtomicFile::Write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() >= kChunk) Flush();
  if (bytes.size() < kChunk) {
    buffer_ += bytes;
  } else if (status_.ok() && !WriteAll(descriptor_, bytes)) {
    status_ = CannotDo("write", path_, errno);
  }
  return status_.ok();
}

void AtomicFile::Flush() {
  if (status_.ok() && !WriteAll(descriptor_, buffer_)) status_ = CannotDo("write", path_, errno);
  buffer_.clear();
}

void AtomicFile::Close() {
  Flush();
  if (::close(std::exchange(descriptor_, -1)) != 0 && status_.ok()) {
    status_ = CannotDo("write", path_, errno);
  }
}

Status AtomicFile::Publish() {
  Close();
  if (status_.ok()) status_ = Rename(temporary_, path_);
  published_ = status_.ok();
  return status_;
}

Status AtomicFile::PublishNew() {
  Close();
  if (status_.ok() && !RenameToNothing(temporary_, path_))
    status_ = CannotDo("write", path_, errno);
  published_ = status_.ok();
  return status_;
}

Status WriteFileAtomically(const fs::path& path, std::string_view bytes) {
  auto file = AtomicFile::Create(path);
  if (!file.ok()) return file.error();
  file.value()->Write(bytes);
  return file.value()->Publish();
}

Status WriteNewFile(const fs::path& path, std::string_view bytes) {
  return WriteNewFileIn(AT_FDCWD, path.string(), bytes, "");
}

Status WriteNewFileIn(int folder, const std::string& name, std::string_view bytes,
                      const fs::path& path) {
  const int descriptor =
      ::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotDo("write", path / name, errno);
  bool written = WriteAll(descriptor, bytes);
  int number = errno;
  if (::close(descriptor) != 0 && written) {
    written = false;
    number = errno;
  }
  if (written) return {};
  ::unlinkat(folder, name.c_str(), 0);
  return CannotDo("write", path / name, number);
}

Status MakeFolder(const fs::path& path) {
  if (path.empty()) return {};
  std::error_code code;
  if (fs::is_directory(path, code)) return {};
  if (path.has_parent_path() && path.parent_path() != path) {
    if (Status status = MakeFolder(path.parent_path()); !status.ok()) return status;
  }
  if (::mkdir(path.c_str(), 0700) == 0) return {};
  const int number = errno;  // is_directory overwrites it
  if (fs::is_directory(path, code)) return {};
  return CannotDo("make folder", path, number);
}

std::vector<FolderEntry> ListFolder(const fs::path& path, std::error_code* code) {
  std::vector<FolderEntry> entries;
  DIR* const folder = ::opendir(path.c_str());
  *code = folder == nullptr ? LastError() : std::error_code();
  if (folder == nullptr) return entries;
  errno = 0;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") entries.push_back({std::string(name), KindOf(folder, *entry)});
    errno = 0;
  }
  *code = LastError();
  ::closedir(folder);
  std::sort(entries.begin(), entries.end(),
            [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
  return entries;
}

Status RemoveTree(const fs::path& path) {
  std::error_code code;
  fs::remove_all(path, code);
  if (code) return CannotDo("remove", path, code.value());
  return {};
}

Status Rename(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return CannotDo("rename to", to, errno);
  return {};
}

}  // namespace analyzer
