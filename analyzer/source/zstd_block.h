#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace analyzer {

// Bytes in one compressed block (a zstd frame that tells its size), fast rather than small.
std::string CompressBlock(std::string_view bytes);

// Nothing where `block` is none.
std::optional<std::string> DecompressBlock(std::string_view block);

}  // namespace analyzer
