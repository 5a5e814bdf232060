#pragma once

#include <memory>
#include <string>

#include "analyzer/source/byte_stream.h"
#include "analyzer/source/expansion.h"

struct archive;
struct archive_entry;

namespace analyzer {

// The entries of a tar or zip, one after the other. The one place that knows libarchive.
class ArchiveEntries {
 public:
  enum class Next { kEntry, kEnd, kDamaged };

  // `from` must outlive this. A zip is read from its directory where `from` can be read from any
  // place, else as it comes.
  ArchiveEntries(bool zip, ByteStream* from);
  ~ArchiveEntries();
  ArchiveEntries(const ArchiveEntries&) = delete;
  ArchiveEntries& operator=(const ArchiveEntries&) = delete;

  // Goes to the next entry, also past one that was not read. kDamaged: why() tells the reason; the
  // next call may find more.
  Next Advance();

  // Of the entry that Advance() came to:
  std::string name() const;  // as MemberName gives it
  bool is_regular_file() const;
  bool is_encrypted() const;
  // Its bytes. Lives until the next Advance(). `expansion` must outlive it.
  std::unique_ptr<ByteStream> Open(Expansion* expansion, size_t layer);

  // After kDamaged. A directory or header that is wrong leaves what was read before it right.
  std::string why() const;

 private:
  struct Source;  // what libarchive's calls are given

  bool zip_;
  std::unique_ptr<Source> source_;
  archive* archive_;
  archive_entry* entry_;
  bool over_ = false;
};

}  // namespace analyzer
