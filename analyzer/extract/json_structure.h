#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace analyzer {

// Goes through a JSON text from one place that matters for its structure to the next: brackets and
// commas outside of strings and, where they are wanted, line ends wherever they stand.
//
// The text is looked at 64 bytes at once. Which of them lie in strings is told by the quotes before
// them, which of these are escaped by the backslashes before those: as simdjson finds them
// (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019), but with no end to a text's
// size.
class JsonStructure {
 public:
  // From `begin` on, which lies outside of strings. `line_ends`: LF, CR and U+0000 are wanted.
  JsonStructure(std::string_view text, size_t begin, bool line_ends)
      : text_(text), block_(begin), line_ends_(line_ends) {
    if (block_ < text_.size()) ReadBlock();
  }

  // The next place, and the text's end where there is no further one. Commas are passed over unless
  // they are wanted now. A line end in a string that a backslash stands before is none.
  size_t Next(bool commas) {
    while (block_ < text_.size()) {
      const uint64_t next = (commas ? places_ | commas_ : places_) & ahead_;
      if (next != 0) {
        const auto bit = static_cast<unsigned>(__builtin_ctzll(next));
        ahead_ = ~uint64_t{1} << bit;  // what is behind the bit
        return block_ + bit;
      }
      NextBlock();
    }
    return text_.size();
  }

  // Of the line end that Next gave: whether it stands in a string, and then where the string's line
  // begins: at its quote, or at the line end before this one.
  bool InString(size_t at) const { return (strings_ >> (at - block_) & 1) != 0; }
  size_t StringLine(size_t at) const;

 private:
  void NextBlock();
  void ReadBlock();
  void ReadMasks(const char* bytes);
  void ReadByBytes(const char* bytes);

  std::string_view text_;
  size_t block_;
  bool line_ends_;

  // Of the 64 bytes from block_ on; bit i is byte i.
  uint64_t ahead_ = ~uint64_t{0};  // not yet passed
  uint64_t places_ = 0;            // brackets outside of strings, and line ends
  uint64_t commas_ = 0;            // outside of strings
  uint64_t strings_ = 0;           // in a string: its first quote, not its last
  uint64_t string_lines_ = 0;      // quotes, and line ends in strings

  // What the next block begins with.
  bool in_string_ = false;
  bool escaped_ = false;
  size_t string_line_ = 0;  // the last place of string_lines_ in earlier blocks
};

}  // namespace analyzer
