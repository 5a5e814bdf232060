#include "analyzer/source/archive_entries.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <string_view>
#include <vector>

#include "analyzer/source/member_name.h"

namespace analyzer {
namespace {

constexpr size_t kBlock = size_t{1} << 16;

// A UTF-8 locale that is there until the process ends: making one takes longer than reading an
// entry.
locale_t Utf8() {
  static const locale_t made = [] {
    const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (utf8 == nullptr) throw std::bad_alloc();  // glibc has that one built in
    return utf8;
  }();
  return made;
}

// libarchive gives names in the locale's encoding, and loses what that cannot hold. This thread
// has a UTF-8 locale for as long as one of these lives; the process keeps its own.
class Utf8Locale {
 public:
  Utf8Locale() : before_(::uselocale(Utf8())) {}
  ~Utf8Locale() { ::uselocale(before_); }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t before_;
};

std::string ErrorOf(archive* from) {
  if (::archive_errno(from) == ENOMEM) throw std::bad_alloc();  // the archive is not to blame
  const char* const text = ::archive_error_string(from);
  return text == nullptr ? "it is damaged" : text;
}

// An entry that ends too early, as libarchive tells it; -5 is zlib's word for bytes that are
// missing.
bool IsCut(std::string_view error) {
  return error.find("runcated") != std::string_view::npos ||
         error.find("(-5)") != std::string_view::npos;
}

class EntryStream : public ByteStream {
 public:
  EntryStream(archive* archive, const ByteStream* from, Expansion* expansion, size_t layer)
      : archive_(archive), from_(from), expansion_(expansion), layer_(layer) {}
  bool AnyDamage() const override { return damage() || from_->AnyDamage(); }

 protected:
  // Block by block: archive_read_data drops the bytes before an error.
  size_t ReadSome(char* to, size_t size) override {
    if (block_.empty() && hole_ == 0 && !NextBlock()) return 0;
    const size_t zeros = std::min(size, hole_);
    const size_t copied = std::min(size - zeros, block_.size());
    std::fill_n(to, zeros, '\0');
    std::copy_n(block_.data(), copied, to + zeros);
    hole_ -= zeros;
    block_.remove_prefix(copied);
    at_ += static_cast<int64_t>(zeros + copied);
    if (!expansion_->Add(layer_, zeros + copied)) done_ = true;
    return zeros + copied;
  }

 private:
  // Goes to the next block that is not empty; sparse files have holes before a block.
  bool NextBlock() {
    while (!done_ && block_.empty() && hole_ == 0) {
      const void* bytes = nullptr;
      size_t size = 0;
      la_int64_t offset = at_;
      const int code = ::archive_read_data_block(archive_, &bytes, &size, &offset);
      if (code == ARCHIVE_RETRY) continue;
      done_ = code != ARCHIVE_OK && code != ARCHIVE_WARN;
      // A warning: the last block came, and a checksum or a length is not what the zip says.
      if (code < ARCHIVE_OK) {
        const std::string error = ErrorOf(archive_);
        SetDamage(IsCut(error) ? Damage::Kind::kCut : Damage::Kind::kCorrupt, error);
      }
      if (code == ARCHIVE_OK || code == ARCHIVE_WARN)
        block_ = {static_cast<const char*>(bytes), size};
      // The end may be that of a hole.
      if (code >= ARCHIVE_WARN) hole_ = static_cast<size_t>(std::max<la_int64_t>(offset - at_, 0));
    }
    return !block_.empty() || hole_ > 0;
  }

  archive* archive_;
  const ByteStream* from_;
  Expansion* expansion_;
  size_t layer_;
  std::string_view block_;  // libarchive's, until the next block
  size_t hole_ = 0;         // zeros before it
  int64_t at_ = 0;
  bool done_ = false;
};

}  // namespace

struct ArchiveEntries::Source {
  ByteStream* from;
  int64_t at = 0;
  std::vector<char> block = std::vector<char>(kBlock);

  static la_ssize_t Read(archive* /*archive*/, void* self, const void** bytes) {
    auto* source = static_cast<Source*>(self);
    const size_t got = source->from->Read(source->block.data(), source->block.size());
    source->at += static_cast<int64_t>(got);
    *bytes = source->block.data();
    return static_cast<la_ssize_t>(got);
  }

  static la_int64_t Seek(archive* /*archive*/, void* self, la_int64_t offset, int whence) {
    auto* source = static_cast<Source*>(self);
    if (whence == SEEK_CUR) offset += source->at;
    if (whence == SEEK_END) offset += source->from->SeekableSize();
    if (offset < 0 || offset > source->from->SeekableSize()) return ARCHIVE_FATAL;
    source->from->Seek(offset);
    return source->at = offset;
  }
};

namespace {

// Of libarchive's calls that make it ready: only memory that cannot be had makes these fail.
void Need(int result) {
  if (result == ARCHIVE_FATAL) throw std::bad_alloc();
}

}  // namespace

ArchiveEntries::ArchiveEntries(bool zip, ByteStream* from)
    : zip_(zip),
      source_(new Source{from}),
      archive_(::archive_read_new()),
      entry_(::archive_entry_new2(archive_)) {
  // What was made is lost where the rest cannot be had: the run ends.
  if (archive_ == nullptr || entry_ == nullptr) throw std::bad_alloc();
  const Utf8Locale utf8;
  if (zip) {
    Need(::archive_read_support_format_zip(archive_));
  } else {
    Need(::archive_read_support_format_tar(archive_));
    // Tar files that were put one behind the other.
    Need(::archive_read_set_format_option(archive_, "tar", "read_concatenated_archives", "1"));
  }
  if (from->SeekableSize() >= 0) {
    from->Seek(0);
    Need(::archive_read_set_seek_callback(archive_, &Source::Seek));
  }
  Need(::archive_read_set_read_callback(archive_, &Source::Read));
  Need(::archive_read_set_callback_data(archive_, source_.get()));
  // A failure shows again at the first entry, but not that memory could not be had.
  if (::archive_read_open1(archive_) != ARCHIVE_OK && ::archive_errno(archive_) == ENOMEM)
    throw std::bad_alloc();
}

ArchiveEntries::~ArchiveEntries() {
  ::archive_entry_free(entry_);
  ::archive_read_free(archive_);
}

ArchiveEntries::Next ArchiveEntries::Advance() {
  if (over_) return Next::kEnd;
  const Utf8Locale utf8;
  // Into an entry of our own: libarchive does not look whether it could make the one that it has.
  const int code = ::archive_read_next_header2(archive_, entry_);
  if (code == ARCHIVE_OK || code == ARCHIVE_WARN) return Next::kEntry;
  // Also where damage was told already, and nobody asks why.
  if (code != ARCHIVE_EOF && ::archive_errno(archive_) == ENOMEM) throw std::bad_alloc();
  over_ = code == ARCHIVE_EOF || code == ARCHIVE_FATAL;
  return code == ARCHIVE_EOF ? Next::kEnd : Next::kDamaged;
}

std::string ArchiveEntries::name() const {
  const Utf8Locale utf8;
  const char* name = ::archive_entry_pathname(entry_);
  if (name == nullptr) name = ::archive_entry_pathname_utf8(entry_);
  return name == nullptr ? "unnamed" : MemberName(name, zip_);
}

bool ArchiveEntries::is_regular_file() const {
  return ::archive_entry_filetype(entry_) == AE_IFREG &&
         ::archive_entry_hardlink(entry_) == nullptr;
}

bool ArchiveEntries::is_encrypted() const { return ::archive_entry_is_encrypted(entry_) != 0; }

std::unique_ptr<ByteStream> ArchiveEntries::Open(Expansion* expansion, size_t layer) {
  return std::make_unique<EntryStream>(archive_, source_->from, expansion, layer);
}

std::string ArchiveEntries::why() const { return ErrorOf(archive_); }

}  // namespace analyzer
