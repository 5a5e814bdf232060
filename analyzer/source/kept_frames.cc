#include "analyzer/source/kept_frames.h"

#include <zstd.h>

#include <new>

namespace analyzer {

std::vector<std::string> CompressFrames(std::string_view bytes) {
  constexpr int kFast = 1;
  std::vector<std::string> frames;
  for (size_t at = 0; at < bytes.size(); at += kFrameBytes) {
    const std::string_view frame = bytes.substr(at, kFrameBytes);
    std::string& packed = frames.emplace_back(ZSTD_compressBound(frame.size()), '\0');
    const size_t size =
        ZSTD_compress(packed.data(), packed.size(), frame.data(), frame.size(), kFast);
    if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // its only way to fail with enough room
    packed.resize(size);
    packed.shrink_to_fit();
  }
  return frames;
}

std::string DecompressFrame(std::string_view frame) {
  std::string bytes(kFrameBytes, '\0');
  const size_t size = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
  bytes.resize(ZSTD_isError(size) != 0 ? 0 : size);
  return bytes;
}

}  // namespace analyzer
