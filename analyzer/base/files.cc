#include "analyzer/base/files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = size_t{1} << 20;

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
      return "; allow more open files (ulimit -n)";
    default:
      return "";
  }
}

Error Failed(const char* what, const fs::path& path, int number) {
  return {std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(number) +
          Remedy(number)};
}

Result<std::string> ReadAll(int descriptor, const fs::path& path) {
  struct stat status {};
  std::string bytes;
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
    return Failed("read", path, EISDIR);
  if (status.st_size > 0) bytes.reserve(static_cast<size_t>(status.st_size) + 128);
  size_t size = 0;
  while (true) {
    bytes.resize(std::max(bytes.capacity(), size + kChunk));
    const ssize_t got =
        ::read(descriptor, bytes.data() + size, std::min(bytes.size() - size, size_t{1} << 30));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read", path, errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

Status WriteAll(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return Failed("write", path, errno);
    bytes.remove_prefix(static_cast<size_t>(done));
  }
  return {};
}

Status WriteThrough(const fs::path& path, std::string_view bytes, int flags) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
  if (descriptor < 0) return Failed("write", path, errno);
  Status status = WriteAll(descriptor, bytes, path);
  if (::close(descriptor) != 0 && status.ok()) status = Failed("write", path, errno);
  if (!status.ok()) ::unlink(path.c_str());
  return status;
}

}  // namespace

Result<std::string> ReadFile(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Failed("read", path, errno);
  auto bytes = ReadAll(descriptor, path);
  ::close(descriptor);
  return bytes;
}

Result<std::string> ReadStandardInput() { return ReadAll(STDIN_FILENO, "standard input"); }

Status WriteFileAtomically(const fs::path& path, std::string_view bytes) {
  fs::path temporary = path;
  temporary += ".tmp";
  if (Status status = WriteThrough(temporary, bytes, O_TRUNC); !status.ok()) return status;
  Status status = Rename(temporary, path);
  if (!status.ok()) ::unlink(temporary.c_str());
  return status;
}

Status WriteNewFile(const fs::path& path, std::string_view bytes) {
  return WriteThrough(path, bytes, O_EXCL);
}

Status MakeFolder(const fs::path& path) {
  if (path.empty()) return {};
  std::error_code code;
  if (fs::is_directory(path, code)) return {};
  if (path.has_parent_path() && path.parent_path() != path) {
    if (Status status = MakeFolder(path.parent_path()); !status.ok()) return status;
  }
  if (::mkdir(path.c_str(), 0700) != 0 && !fs::is_directory(path, code))
    return Failed("make folder", path, errno);
  return {};
}

Status RemoveTree(const fs::path& path) {
  std::error_code code;
  fs::remove_all(path, code);
  if (code) return Failed("remove", path, code.value());
  return {};
}

Status Rename(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return Failed("rename to", to, errno);
  return {};
}

Status ExchangeFolders(const fs::path& fresh, const fs::path& current) {
  std::error_code code;
  if (!fs::exists(current, code)) return Rename(fresh, current);
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, current.c_str(), RENAME_EXCHANGE) == 0)
    return {};
  if (errno != EINVAL && errno != ENOSYS) return Failed("exchange", current, errno);
  fs::path aside = current;
  aside += ".old";
  if (Status status = RemoveTree(aside); !status.ok()) return status;
  if (Status status = Rename(current, aside); !status.ok()) return status;
  if (Status status = Rename(fresh, current); !status.ok()) return status;
  return Rename(aside, fresh);
}

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string digits;
  for (unsigned int i = 0; i < size; ++i) {
    digits.push_back("0123456789abcdef"[digest[i] >> 4]);
    digits.push_back("0123456789abcdef"[digest[i] & 15]);
  }
  return digits;
}

}  // namespace analyzer
