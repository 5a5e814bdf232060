#include "analyzer/source/kept_frames.h"

#include "analyzer/source/zstd_block.h"

namespace analyzer {

std::string CompressFrame(std::string_view bytes, size_t at) {
  return CompressBlock(bytes.substr(at, kFrameBytes));
}

std::string DecompressFrame(std::string_view frame) {
  return DecompressBlock(frame).value_or(std::string());
}

}  // namespace analyzer
