#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace analyzer {

// Bytes that cannot be read a second time where they came from (a member of an archive, standard
// input) are kept compressed (zstd), in frames that can be had one by one.

// Bytes of a frame before compression; the last one of a file has fewer.
inline constexpr size_t kFrameBytes = size_t{256} << 10;

// The frame of the file's `bytes` that begins at `at`, compressed.
std::string CompressFrame(std::string_view bytes, size_t at);

// Empty where `frame` is none.
std::string DecompressFrame(std::string_view frame);

}  // namespace analyzer
