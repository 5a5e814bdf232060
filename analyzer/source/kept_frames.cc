#include "analyzer/source/kept_frames.h"

#include "analyzer/source/zstd_block.h"

namespace analyzer {

std::vector<std::string> CompressFrames(std::string_view bytes) {
  std::vector<std::string> frames;
  for (size_t at = 0; at < bytes.size(); at += kFrameBytes)
    frames.push_back(CompressBlock(bytes.substr(at, kFrameBytes)));
  return frames;
}

std::string DecompressFrame(std::string_view frame) {
  return DecompressBlock(frame).value_or(std::string());
}

}  // namespace analyzer
