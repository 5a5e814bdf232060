#pragma once

#include <cstddef>
#include <memory>

#include "analyzer/source/archive_kind.h"

namespace analyzer {

// Bytes still to be read, and room still to be filled; a step moves both on.
struct DecoderBuffers {
  const char* in = nullptr;
  size_t in_size = 0;
  char* out = nullptr;
  size_t out_size = 0;
};

// Undoes one way of compression, for one stream of it. Each library checks its own checksums.
// libarchive could read these too, but it does not check gzip's, and of a stream that is cut it
// drops the bytes before the cut.
class Decoder {
 public:
  enum class State { kGoing, kEnd, kCorrupt };

  // REQUIRES: `kind` is kGzip, kBzip2, kXz or kZstd.
  static std::unique_ptr<Decoder> Make(ArchiveKind kind);

  Decoder() = default;
  virtual ~Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // Reads and writes what it can. kEnd: the compressed stream is whole; `in` is behind it.
  virtual State Step(DecoderBuffers* buffers) = 0;
};

}  // namespace analyzer
