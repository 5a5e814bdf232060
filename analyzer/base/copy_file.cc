#include "analyzer/base/copy_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "analyzer/base/descriptor.h"
#include "analyzer/base/files.h"

namespace analyzer {
namespace {

bool WriteAll(int to, const char* bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t written = ::write(to, bytes + done, size - done);
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) done += static_cast<size_t>(written);
  }
  return true;
}

}  // namespace

Status CopyFile(const std::filesystem::path& from, const std::filesystem::path& to) {
  constexpr size_t kPiece = size_t{256} << 10;
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (source.number() < 0 || ::fstat(source.number(), &status) != 0) return CannotRead(from, errno);
  const Descriptor target(
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, status.st_mode & 07777));
  if (target.number() < 0) return CannotDo("write", to, errno);
  std::string piece(kPiece, '\0');
  while (true) {
    const ssize_t got = ::read(source.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CannotRead(from, errno);
    if (got == 0) return {};
    if (!WriteAll(target.number(), piece.data(), static_cast<size_t>(got)))
      return CannotDo("write", to, errno);
  }
}

}  // namespace analyzer
