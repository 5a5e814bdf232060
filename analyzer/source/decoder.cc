#include "analyzer/source/decoder.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <new>

namespace analyzer {
namespace {

// A dictionary may claim no more, or a small file would take all memory.
constexpr uint64_t kMaxMemory = uint64_t{1} << 30;
constexpr int kMaxWindowLog = 30;  // the same, for Zstandard

unsigned Clamped(size_t size) { return static_cast<unsigned>(std::min<size_t>(size, INT_MAX)); }

// What a step read and wrote, by what is left of the room that the library was given.
void Advance(DecoderBuffers* buffers, size_t read, size_t written) {
  buffers->in += read;
  buffers->in_size -= read;
  buffers->out += written;
  buffers->out_size -= written;
}

class GzipDecoder : public Decoder {
 public:
  GzipDecoder() {
    constexpr int kGzipOnly = 16;
    if (::inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~GzipDecoder() override { ::inflateEnd(&stream_); }

  State Step(DecoderBuffers* buffers) override {
    const unsigned in = Clamped(buffers->in_size);
    const unsigned out = Clamped(buffers->out_size);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(buffers->in));
    stream_.avail_in = in;
    stream_.next_out = reinterpret_cast<Bytef*>(buffers->out);
    stream_.avail_out = out;
    const int code = ::inflate(&stream_, Z_NO_FLUSH);
    Advance(buffers, in - stream_.avail_in, out - stream_.avail_out);
    if (code == Z_STREAM_END) return State::kEnd;
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    return code == Z_OK || code == Z_BUF_ERROR ? State::kGoing : State::kCorrupt;
  }

 private:
  z_stream stream_{};
};

class Bzip2Decoder : public Decoder {
 public:
  Bzip2Decoder() {
    if (::BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }
  ~Bzip2Decoder() override { ::BZ2_bzDecompressEnd(&stream_); }

  State Step(DecoderBuffers* buffers) override {
    const unsigned in = Clamped(buffers->in_size);
    const unsigned out = Clamped(buffers->out_size);
    stream_.next_in = const_cast<char*>(buffers->in);
    stream_.avail_in = in;
    stream_.next_out = buffers->out;
    stream_.avail_out = out;
    const int code = ::BZ2_bzDecompress(&stream_);
    Advance(buffers, in - stream_.avail_in, out - stream_.avail_out);
    if (code == BZ_STREAM_END) return State::kEnd;
    if (code == BZ_MEM_ERROR) throw std::bad_alloc();
    return code == BZ_OK ? State::kGoing : State::kCorrupt;
  }

 private:
  bz_stream stream_{};
};

class XzDecoder : public Decoder {
 public:
  XzDecoder() {
    if (::lzma_stream_decoder(&stream_, kMaxMemory, 0) != LZMA_OK) throw std::bad_alloc();
  }
  ~XzDecoder() override { ::lzma_end(&stream_); }

  State Step(DecoderBuffers* buffers) override {
    stream_.next_in = reinterpret_cast<const uint8_t*>(buffers->in);
    stream_.avail_in = buffers->in_size;
    stream_.next_out = reinterpret_cast<uint8_t*>(buffers->out);
    stream_.avail_out = buffers->out_size;
    const lzma_ret code = ::lzma_code(&stream_, LZMA_RUN);
    Advance(buffers, buffers->in_size - stream_.avail_in, buffers->out_size - stream_.avail_out);
    if (code == LZMA_STREAM_END) return State::kEnd;
    if (code == LZMA_MEM_ERROR) throw std::bad_alloc();
    return code == LZMA_OK || code == LZMA_BUF_ERROR ? State::kGoing : State::kCorrupt;
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : stream_(::ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
    ::ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kMaxWindowLog);
  }
  ~ZstdDecoder() override { ::ZSTD_freeDStream(stream_); }

  State Step(DecoderBuffers* buffers) override {
    ZSTD_inBuffer in{buffers->in, buffers->in_size, 0};
    ZSTD_outBuffer out{buffers->out, buffers->out_size, 0};
    const size_t code = ::ZSTD_decompressStream(stream_, &out, &in);
    Advance(buffers, in.pos, out.pos);
    if (::ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (::ZSTD_isError(code) != 0) return State::kCorrupt;
    return code == 0 ? State::kEnd : State::kGoing;
  }

 private:
  ZSTD_DStream* stream_;
};

}  // namespace

std::unique_ptr<Decoder> Decoder::Make(ArchiveKind kind) {
  switch (kind) {
    case ArchiveKind::kGzip:
      return std::make_unique<GzipDecoder>();
    case ArchiveKind::kBzip2:
      return std::make_unique<Bzip2Decoder>();
    case ArchiveKind::kXz:
      return std::make_unique<XzDecoder>();
    default:
      return std::make_unique<ZstdDecoder>();
  }
}

}  // namespace analyzer
