#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "analyzer/source/archive_kind.h"
#include "analyzer/source/byte_stream.h"
#include "analyzer/source/decoder.h"
#include "analyzer/source/expansion.h"

namespace analyzer {

// What comes out of a compressed stream. Several compressed streams of one kind in a row are one.
class DecodedStream : public ByteStream {
 public:
  // REQUIRES: `kind` is kGzip, kBzip2, kXz or kZstd. `from` and `expansion` must outlive this.
  DecodedStream(ArchiveKind kind, ByteStream* from, Expansion* expansion, size_t layer);
  bool AnyDamage() const override { return damage() || from_->AnyDamage(); }

 protected:
  size_t ReadSome(char* to, size_t size) override;

 private:
  // Makes sure of `size` bytes in the buffer; false where so many are not left.
  bool Fill(size_t size);
  // Whether another stream follows the one that ended.
  bool BeginNext();

  ArchiveKind kind_;
  ByteStream* from_;
  Expansion* expansion_;
  size_t layer_;
  std::unique_ptr<Decoder> decoder_;
  std::string buffer_;
  size_t at_ = 0;  // in buffer_
  bool done_ = false;
};

}  // namespace analyzer
