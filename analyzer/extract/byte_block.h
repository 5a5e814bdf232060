#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace analyzer {

// 64 bytes of a text, which are asked at once where in them a byte stands: bit i of an answer is
// byte i. 16 bytes are compared in one step where the machine has SSE2, as each x86-64 does,
// else 8.
class ByteBlock {
 public:
  static constexpr size_t kSize = 64;

  // REQUIRES: kSize bytes are readable.
  explicit ByteBlock(const char* bytes) {
    for (size_t i = 0; i < kParts; ++i)
      std::memcpy(&parts_[i], bytes + i * sizeof(Part), sizeof(Part));
  }

  uint64_t Where(char c) const { return Gather(c, '\0'); }
  // Where `c` stands, or what becomes `c` with the bits of `with`: of '}', with 0x20 also ']'.
  uint64_t WhereWith(char with, char c) const { return Gather(c, with); }

 private:
#ifdef __SSE2__
  using Part = __m128i;

  static uint64_t Compare(Part part, char c, char with) {
    const Part widened = _mm_or_si128(part, _mm_set1_epi8(with));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(widened, _mm_set1_epi8(c))));
  }
#else
  using Part = uint64_t;

  // Bytes in a word, as in "Bit Twiddling Hacks" (graphics.stanford.edu/~seander/bithacks.html).
  static uint64_t Compare(Part part, char c, char with) {
    constexpr uint64_t kOnes = 0x0101010101010101;
    constexpr uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
    const uint64_t other = (part | (static_cast<unsigned char>(with) * kOnes)) ^
                           (static_cast<unsigned char>(c) * kOnes);
    const uint64_t equal = ~(((other & kLow) + kLow) | other | kLow);  // the high bit of each
    return ((equal >> 7U) * 0x0102040810204080) >> 56U;
  }
#endif
  static constexpr size_t kParts = kSize / sizeof(Part);

  uint64_t Gather(char c, char with) const {
    uint64_t where = 0;
    for (size_t i = 0; i < kParts; ++i) where |= Compare(parts_[i], c, with) << i * sizeof(Part);
    return where;
  }

  Part parts_[kParts];
};

}  // namespace analyzer
