#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace analyzer {

// How many bytes of a text are `wanted`. Counted in stretches whose count fits into a byte, so that
// the compiler compares and adds 16 bytes at once.
template <typename Wanted>
size_t CountBytes(std::string_view text, Wanted wanted) {
  constexpr size_t kStretch = 240;
  size_t count = 0;
  for (size_t begin = 0; begin < text.size(); begin += kStretch) {
    const size_t end = std::min(begin + kStretch, text.size());
    uint8_t here = 0;
    for (size_t at = begin; at < end; ++at)
      here = static_cast<uint8_t>(here + static_cast<uint8_t>(wanted(text[at])));
    count += here;
  }
  return count;
}

}  // namespace analyzer
