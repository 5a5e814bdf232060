#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/source/expansion.h"

namespace analyzer {

// Why a stream ended before its end.
struct Damage {
  enum class Kind {
    kNone,
    kCut,      // what came before is as it was
    kCorrupt,  // nobody knows from where on it is wrong
  };
  Kind kind = Kind::kNone;
  std::string reason;

  explicit operator bool() const { return kind != Kind::kNone; }
};

// Bytes, one after the other: of a file, of a member, or as they come out of another stream. Not
// for several threads.
class ByteStream {
 public:
  ByteStream() = default;
  virtual ~ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // The first kArchiveHead bytes, fewer where there are no more. They are still to be read.
  // REQUIRES: nothing was read.
  std::string_view Head();

  // Up to `size` bytes; fewer or none only at the end, which may be one by damage.
  size_t Read(char* to, size_t size);

  // The stream's own damage, not that of what it comes from.
  const Damage& damage() const { return damage_; }
  // Its own, or that of what it comes from.
  virtual bool AnyDamage() const { return static_cast<bool>(damage_); }

  // Bytes in all where the stream can be read from any place; else -1.
  virtual int64_t SeekableSize() const { return -1; }
  // REQUIRES: SeekableSize() >= 0.
  void Seek(int64_t offset);

 protected:
  // Some bytes, at least one but at the end.
  virtual size_t ReadSome(char* to, size_t size) = 0;
  virtual void SeekTo(int64_t /*offset*/) {}
  void SetDamage(Damage::Kind kind, std::string reason) { damage_ = {kind, std::move(reason)}; }

 private:
  std::string head_;
  size_t head_at_ = 0;
  Damage damage_;
};

// A file on disk, read with pread(2).
class FileStream : public ByteStream {
 public:
  // `expansion` is told how far the file is read; it must outlive this.
  static Result<std::unique_ptr<FileStream>> Open(const std::filesystem::path& path,
                                                  Expansion* expansion);
  ~FileStream() override;
  int64_t SeekableSize() const override { return size_; }
  // errno of what the system could not read: the stream ends there as by damage, and the file may
  // be whole. 0: there was none.
  int error() const { return error_; }

 protected:
  size_t ReadSome(char* to, size_t size) override;
  void SeekTo(int64_t offset) override { at_ = offset; }

 private:
  FileStream(int descriptor, int64_t size, Expansion* expansion)
      : descriptor_(descriptor), size_(size), expansion_(expansion) {}

  int descriptor_;
  int64_t size_;
  int64_t at_ = 0;
  int error_ = 0;
  Expansion* expansion_;
};

// Bytes in memory, which must outlive this.
class MemoryStream : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}
  int64_t SeekableSize() const override { return static_cast<int64_t>(bytes_.size()); }

 protected:
  size_t ReadSome(char* to, size_t size) override;
  void SeekTo(int64_t offset) override { at_ = static_cast<size_t>(offset); }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace analyzer
