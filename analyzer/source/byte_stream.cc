#include "analyzer/source/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "analyzer/base/files.h"
#include "analyzer/source/archive_kind.h"

namespace analyzer {

std::string_view ByteStream::Head() {
  std::string head(kArchiveHead, '\0');
  head.resize(Read(head.data(), head.size()));
  head_ = std::move(head);
  head_at_ = 0;
  return head_;
}

size_t ByteStream::Read(char* to, size_t size) {
  size_t done = std::min(size, head_.size() - head_at_);
  std::copy_n(head_.data() + head_at_, done, to);
  head_at_ += done;
  while (done < size) {
    const size_t got = ReadSome(to + done, size - done);
    if (got == 0) break;
    done += got;
  }
  return done;
}

void ByteStream::Seek(int64_t offset) {
  head_at_ = head_.size();
  SeekTo(std::clamp<int64_t>(offset, 0, SeekableSize()));
}

Result<std::unique_ptr<FileStream>> FileStream::Open(const std::filesystem::path& path,
                                                     Expansion* expansion) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
    const int number = errno;
    if (descriptor >= 0) ::close(descriptor);
    return CannotRead(path, number);
  }
  return std::unique_ptr<FileStream>(new FileStream(descriptor, status.st_size, expansion));
}

FileStream::~FileStream() { ::close(descriptor_); }

size_t FileStream::ReadSome(char* to, size_t size) {
  ssize_t got = 0;
  do {
    got = ::pread(descriptor_, to, size, at_);
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    error_ = errno;
    SetDamage(Damage::Kind::kCut, std::strerror(error_));
  }
  if (got <= 0) return 0;
  at_ += got;
  expansion_->Reached(at_);
  return static_cast<size_t>(got);
}

size_t MemoryStream::ReadSome(char* to, size_t size) {
  const size_t got = std::min(size, bytes_.size() - at_);
  std::copy_n(bytes_.data() + at_, got, to);
  at_ += got;
  return got;
}

}  // namespace analyzer
