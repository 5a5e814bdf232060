#include "analyzer/index/source_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "analyzer/source/kept_frames.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

constexpr size_t kMostOpen = 128;

std::string ReadAt(int descriptor, int64_t begin, int64_t end) {
  std::string bytes;
  bytes.reserve(static_cast<size_t>(end - begin) + kPadding);
  bytes.resize(static_cast<size_t>(end - begin));
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(begin) + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace

SourceBytes::SourceBytes(const Database& database)
    : file_(database,
            "SELECT path, encoding, on_disk, on_disk_bytes, on_disk_modified,"
            " EXISTS (SELECT 1 FROM kept_frame k WHERE k.file = f.id) FROM file f WHERE id = ?"),
      frame_(database, "SELECT bytes FROM kept_frame WHERE file = ? AND number = ?") {}

SourceBytes::~SourceBytes() {
  for (const int64_t id : open_) ::close(files_.at(id).descriptor);
}

SourceBytes::File& SourceBytes::FileOf(int64_t id) {
  const auto [at, fresh] = files_.try_emplace(id);
  File& file = at->second;
  if (!fresh) return file;
  file_.Bind(id).Step();
  file.shown = file_.Text(0);
  file.encoding = file_.Text(1);
  file.on_disk = file_.Text(2);
  file.stamp = {file_.Number(3), file_.Number(4)};
  file.kept = file_.Number(5) != 0;
  file_.Reset();
  return file;
}

void SourceBytes::Open(File* file) {
  file->descriptor = ::open(file->on_disk.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file->descriptor < 0 || ::fstat(file->descriptor, &status) != 0) {
    file->why_not = "cannot read " + file->shown + ": " + std::strerror(errno);
    return;
  }
  const int64_t modified =
      int64_t{status.st_mtim.tv_sec} * 1000000000 + int64_t{status.st_mtim.tv_nsec};
  if (FileStamp{status.st_size, modified} == file->stamp) return;
  ::close(file->descriptor);
  file->descriptor = -1;
  file->why_not = file->shown + " changed since it was read; run again";
}

Result<std::string> SourceBytes::Read(int64_t id, int64_t begin, int64_t end) {
  File& file = FileOf(id);
  if (file.kept) return ReadKept(id, file, begin, end);
  if (file.descriptor < 0 && file.why_not.empty()) {
    if (open_.size() == kMostOpen) {
      File& oldest = files_.at(open_.front());
      ::close(oldest.descriptor);
      oldest.descriptor = -1;
      open_.pop_front();
    }
    Open(&file);
    if (file.descriptor >= 0) open_.push_back(id);
  }
  if (!file.why_not.empty()) return Error{file.why_not};
  std::string bytes = ReadAt(file.descriptor, begin, end);
  if (static_cast<int64_t>(bytes.size()) == end - begin) return bytes;
  return Error{file.shown + " changed since it was read: it ends before byte " +
               std::to_string(end) + "; run again"};
}

Result<std::string> SourceBytes::ReadKept(int64_t id, const File& file, int64_t begin,
                                          int64_t end) {
  constexpr auto kFrame = static_cast<int64_t>(kFrameBytes);
  std::string bytes;
  bytes.reserve(static_cast<size_t>(end - begin) + kPadding);
  for (int64_t at = begin; at < end;) {
    const int64_t number = at / kFrame;
    if (frame_file_ != id || frame_number_ != number) {
      frame_.Bind(id).Bind(number);
      frame_bytes_ = frame_.Step() ? DecompressFrame(frame_.Blob(0)) : std::string();
      frame_.Reset();
      frame_file_ = id;
      frame_number_ = number;
    }
    const auto from = static_cast<size_t>(at - number * kFrame);
    if (from >= frame_bytes_.size()) {
      return Error{"the index keeps no byte " + std::to_string(at) + " of " + file.shown +
                   "; make it anew"};
    }
    const size_t size = std::min(frame_bytes_.size() - from, static_cast<size_t>(end - at));
    bytes.append(frame_bytes_, from, size);
    at += static_cast<int64_t>(size);
  }
  return bytes;
}

}  // namespace analyzer
