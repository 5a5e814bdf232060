#include "analyzer/index/source_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/files.h"
#include "analyzer/source/kept_frames.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

constexpr size_t kMostOpen = 128;
constexpr size_t kMostKnown = 8192;  // files

// What the system refuses for want of something, or the disk cannot give, tells nothing of the
// file: who went on without would come to another result.
[[noreturn]] void CannotGoOn(const std::filesystem::path& path, int number) {
  throw std::runtime_error(CannotRead(path, number).message);
}

// Fewer bytes where the file ends before.
std::string ReadAt(int descriptor, int64_t begin, int64_t end, const std::filesystem::path& path) {
  std::string bytes;
  bytes.reserve(static_cast<size_t>(end - begin) + kPadding);
  bytes.resize(static_cast<size_t>(end - begin));
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(begin) + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) CannotGoOn(path, errno);
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

// Its size; as much as there can be where the system does not tell.
int64_t SizeOf(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? status.st_size : INT64_MAX;
}

}  // namespace

SourceReader::SourceReader(Index* index)
    : index_(index),
      file_(index->database(),
            "SELECT path, encoding, on_disk,"
            " EXISTS (SELECT 1 FROM kept_frame k WHERE k.file = f.id) FROM file f WHERE id = ?"),
      frame_(index->database(), "SELECT bytes FROM kept_frame WHERE file = ? AND number = ?") {}

SourceReader::~SourceReader() {
  for (const int64_t id : open_) ::close(files_.at(id).descriptor);
}

// There may be more files than memory holds: what is known of them is forgotten at times.
SourceReader::File& SourceReader::FileOf(int64_t id) {
  if (files_.size() == kMostKnown && !files_.contains(id)) {
    for (const int64_t known : open_) ::close(files_.at(known).descriptor);
    open_.clear();
    files_.clear();
  }
  const auto [at, fresh] = files_.try_emplace(id);
  File& file = at->second;
  if (!fresh) return file;
  file_.Bind(id).Step();
  file.shown = file_.Text(0);
  file.encoding = file_.Text(1);
  file.named = file_.Text(2);
  file.on_disk = index_->OnDisk(file.named);
  file.kept = file_.Number(3) != 0;
  file_.Reset();
  return file;
}

void SourceReader::Open(File* file) {
  file->descriptor = ::open(file->on_disk.c_str(), O_RDONLY | O_CLOEXEC);
  if (file->descriptor >= 0) {
    file->bytes = SizeOf(file->descriptor);
    return;
  }
  const int number = errno;
  file->why_not = "cannot read " + file->shown + ": " + std::strerror(number);
  // A file that changed or is gone is told as such. One that is there as it was is to be read.
  Statement reading(index_->database(),
                    "SELECT bytes, modified, changed FROM reading WHERE on_disk = ?");
  reading.Bind(file->named).Step();
  const FileStamp then{reading.Number(0), reading.Number(1), reading.Number(2)};
  if (StampOf(file->on_disk) == then) CannotGoOn(file->on_disk, number);
}

Result<std::string> SourceReader::Read(int64_t id, int64_t begin, int64_t end) {
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
  std::string bytes;
  // The index may tell of places that no file has: memory for these is not asked for.
  if (begin >= 0 && begin <= end && end <= file.bytes) {
    bytes = ReadAt(file.descriptor, begin, end, file.on_disk);
    if (static_cast<int64_t>(bytes.size()) == end - begin) return bytes;
  }
  return Error{file.shown + " changed since it was read: it ends before byte " +
               std::to_string(end) + "; run again"};
}

Result<std::string> SourceReader::ReadKept(int64_t id, const File& file, int64_t begin,
                                           int64_t end) {
  constexpr auto kFrame = static_cast<int64_t>(kFrameBytes);
  std::string bytes;
  bytes.reserve(static_cast<size_t>(std::clamp(end - begin, int64_t{0}, kFrame)) + kPadding);
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
  bytes.reserve(bytes.size() + kPadding);
  return bytes;
}

}  // namespace analyzer
