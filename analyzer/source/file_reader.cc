#include "analyzer/source/file_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>

#include "analyzer/base/descriptor.h"
#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/base/spill.h"
#include "analyzer/source/archive_kind.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// Whoever writes into a pipe may take long to, and the work may be asked to stop meanwhile.
void AwaitBytes(int descriptor) {
  constexpr int kBetweenQuestions = 100;  // milliseconds
  pollfd waiting{descriptor, POLLIN, 0};
  while (::poll(&waiting, 1, kBetweenQuestions) == 0) StopIfAsked();
  StopIfAsked();
}

// Up to `size` bytes; fewer only where the file ends. -1: errno tells why.
ssize_t ReadFrom(int descriptor, char* to, size_t size, bool of_a_file = false) {
  size_t done = 0;
  while (done < size) {
    if (!of_a_file) AwaitBytes(descriptor);
    const ssize_t got = ::read(descriptor, to + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

// What has no size, a pipe or a file of /proc.
Result<Bytes> ReadToTheEnd(int descriptor, const fs::path& path) {
  Spill<char> bytes;
  std::string chunk(size_t{1} << 16, '\0');
  while (true) {
    const ssize_t got = ReadFrom(descriptor, chunk.data(), chunk.size());
    if (got < 0) return CannotRead(path, errno);
    if (got == 0) return std::move(bytes).TakeBytes();
    bytes.append(chunk.data(), static_cast<size_t>(got));
  }
}

bool IsArchive(std::string_view head) { return ArchiveKindOf(head) != ArchiveKind::kNone; }

}  // namespace

Result<FileContent> FileReader::Read(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) return CannotRead(path, errno);
  if (S_ISDIR(status.st_mode)) return CannotRead(path, EISDIR);
  FileContent content;
  if (!S_ISREG(status.st_mode) || status.st_size == 0) {
    auto bytes = ReadToTheEnd(file.number(), path);
    if (!bytes.ok()) return bytes.error();
    content.bytes = std::move(bytes.value());
    return content;
  }
  const auto size = static_cast<size_t>(status.st_size);
  if (size <= Memory().OfOneText()) {
    if (Status read = ReadSmall(file.number(), path, size, &content); !read.ok())
      return read.error();
    return content;
  }
  auto map = MappedFile::Map(file.number(), size);
  if (!map.ok()) return Error{"cannot read " + path.string() + ": " + map.error().message};
  content.archive = IsArchive(map.value()->bytes().substr(0, kArchiveHead));
  content.map = map.value();
  if (!content.archive) content.bytes = {map.value()->bytes(), map.value()};
  return content;
}

Status FileReader::ReadSmall(int descriptor, const fs::path& path, size_t size,
                             FileContent* content) {
  if (size > room_ || buffer_ == nullptr) {
    room_ = std::max(size, room_ * 2);
    buffer_ = std::make_unique_for_overwrite<char[]>(room_ + kPadding);
  }
  const ssize_t got = ReadFrom(descriptor, buffer_.get(), size, true);
  if (got < 0) return CannotRead(path, errno);
  const std::string_view bytes(buffer_.get(), static_cast<size_t>(got));
  content->archive = IsArchive(bytes.substr(0, kArchiveHead));
  if (!content->archive) content->bytes = {bytes, nullptr};
  return {};
}

Result<fs::path> KeepStandardInput() {
  const fs::path name = "standard input";
  std::string begin(Memory().OfOneText(), '\0');
  const ssize_t got = ReadFrom(STDIN_FILENO, begin.data(), begin.size());
  if (got < 0) return CannotRead(name, errno);
  if (static_cast<size_t>(got) < begin.size())
    return KeepInMemory(std::string_view(begin).substr(0, static_cast<size_t>(got)));
  SpillFile file;
  for (size_t size = begin.size(); size > 0;) {
    file.Append(begin.data(), size);
    const ssize_t more = ReadFrom(STDIN_FILENO, begin.data(), begin.size());
    if (more < 0) return CannotRead(name, errno);
    size = static_cast<size_t>(more);
  }
  const int kept = ::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 0);
  if (kept < 0) return CannotRead(name, errno);
  return fs::path("/proc/self/fd/" + std::to_string(kept));
}

}  // namespace analyzer
