#include "analyzer/extract/json_structure.h"

#include <array>
#include <cstring>

#include "analyzer/extract/byte_block.h"

namespace analyzer {
namespace {

// The place of the highest bit. REQUIRES: bits != 0.
unsigned HighestBit(uint64_t bits) { return 63U - static_cast<unsigned>(__builtin_clzll(bits)); }

// Bit i is the exclusive or of bits 0 to i: what lies between a first and a second, and so on.
uint64_t Between(uint64_t bits) {
  for (unsigned by = 1; by < 64; by *= 2) bits ^= bits << by;
  return bits;
}

// What a backslash escapes, which is not itself escaped. `*escaped` says whether the byte before
// the first, and then the last, is such a backslash.
uint64_t Escaped(uint64_t backslashes, bool* escaped) {
  const uint64_t first = *escaped ? 1 : 0;
  *escaped = false;
  if (backslashes == 0) return first;
  // A run of backslashes that begins at an odd place carries, in the sum, into the one behind it.
  constexpr uint64_t kEven = 0x5555555555555555;
  backslashes &= ~first;
  const uint64_t behind = backslashes << 1U | first;
  const uint64_t odd_begins = backslashes & ~kEven & ~behind;
  uint64_t from_even = 0;
  *escaped = __builtin_add_overflow(odd_begins, backslashes, &from_even);
  return (kEven ^ (from_even << 1U)) & behind;
}

bool IsLineEnd(char c) { return c == '\n' || c == '\r' || c == '\0'; }

bool IsBracket(char c) { return c == '{' || c == '}' || c == '[' || c == ']'; }

}  // namespace

size_t JsonStructure::StringLine(size_t at) const {
  const uint64_t before = string_lines_ & ((uint64_t{1} << (at - block_)) - 1);
  return before == 0 ? string_line_ : block_ + HighestBit(before);
}

void JsonStructure::NextBlock() {
  if (string_lines_ != 0) string_line_ = block_ + HighestBit(string_lines_);
  block_ += ByteBlock::kSize;
  if (block_ < text_.size()) ReadBlock();
}

void JsonStructure::ReadBlock() {
  ahead_ = ~uint64_t{0};
  const size_t left = text_.size() - block_;
  if (left >= ByteBlock::kSize) return ReadMasks(text_.data() + block_);
  // What stands behind the text is none of it.
  std::array<char, ByteBlock::kSize> last{};
  last.fill(' ');
  std::memcpy(last.data(), text_.data() + block_, left);
  ReadMasks(last.data());
}

void JsonStructure::ReadMasks(const char* bytes) {
  const ByteBlock block(bytes);
  const uint64_t backslashes = block.Where('\\');
  bool escaped_next = escaped_;
  const uint64_t escaped = Escaped(backslashes, &escaped_next);
  const uint64_t quotes = block.Where('"') & ~escaped;
  const uint64_t strings = Between(quotes) ^ (in_string_ ? ~uint64_t{0} : 0);
  // Only in a string does a backslash escape anything. In JSON it stands nowhere else.
  if ((backslashes & ~strings) != 0) return ReadByBytes(bytes);
  strings_ = strings;
  in_string_ = strings >> 63U != 0;
  escaped_ = escaped_next;
  string_lines_ = quotes;
  constexpr char kCurly = '{' ^ '[';
  places_ = (block.WhereWith(kCurly, '{') | block.WhereWith(kCurly, '}')) & ~strings;
  commas_ = block.Where(',') & ~strings;
  if (!line_ends_) return;
  const uint64_t ends =
      (block.Where('\n') | block.Where('\r') | block.Where('\0')) & ~(escaped & strings);
  places_ |= ends;
  string_lines_ |= ends & strings;
}

// The same for bytes that are no JSON.
void JsonStructure::ReadByBytes(const char* bytes) {
  places_ = commas_ = strings_ = string_lines_ = 0;
  for (size_t i = 0; i < ByteBlock::kSize; ++i) {
    const uint64_t bit = uint64_t{1} << i;
    const char c = bytes[i];
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
        string_lines_ |= bit;
      } else if (line_ends_ && IsLineEnd(c)) {
        places_ |= bit;
        string_lines_ |= bit;
      }
    } else if (c == '"') {
      in_string_ = true;
      string_lines_ |= bit;
    } else if (IsBracket(c) || (line_ends_ && IsLineEnd(c))) {
      places_ |= bit;
    } else if (c == ',') {
      commas_ |= bit;
    }
    // The first quote is in it, the last is not.
    if (in_string_) strings_ |= bit;
  }
}

}  // namespace analyzer
