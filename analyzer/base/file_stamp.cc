#include "analyzer/base/file_stamp.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>

#include "analyzer/base/files.h"

namespace analyzer {
namespace {

constexpr int64_t kNanosecondsASecond = 1'000'000'000;

int64_t Nanoseconds(const timespec& time) {
  return time.tv_sec * kNanosecondsASecond + time.tv_nsec;
}

}  // namespace

std::optional<FileStamp> StampOf(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileStamp{status.st_size, Nanoseconds(status.st_mtim), Nanoseconds(status.st_ctim)};
}

int64_t Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

bool IsSettled(const FileStamp& stamp, int64_t moment) {
  constexpr int64_t kTick = 20'000'000;  // twice the longest, as clocks are not read at one time
  const int64_t tick = stamp.changed % kNanosecondsASecond == 0 ? 2 * kNanosecondsASecond : kTick;
  return stamp.changed < moment - tick;
}

Result<Hash128> HashOfFile(const std::filesystem::path& path, std::optional<int64_t> end) {
  constexpr size_t kPiece = size_t{256} << 10;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return CannotRead(path, errno);
  Hasher hasher;
  std::string piece(kPiece, '\0');
  int64_t left = end.value_or(std::numeric_limits<int64_t>::max());
  while (left > 0) {
    const auto most = static_cast<size_t>(std::min<int64_t>(left, kPiece));
    const ssize_t got = ::read(descriptor, piece.data(), most);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const Error error = CannotRead(path, errno);
      ::close(descriptor);
      return error;
    }
    if (got == 0) break;
    hasher.Add(std::string_view(piece).substr(0, static_cast<size_t>(got)));
    left -= got;
  }
  ::close(descriptor);
  if (end && left > 0) return Error{path.string() + " is shorter than it was"};
  return hasher.Hash();
}

}  // namespace analyzer
