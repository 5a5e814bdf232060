#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// A JSON value, read by a parser of its own that is slow and plain: what the program reads and
// writes is held against it.
struct PlainJson {
  enum class Kind { kObject, kArray, kString, kNumber, kWord };
  Kind kind = Kind::kWord;
  std::string
      text;  // of a string, escapes undone (half a pair: U+FFFD); of a number or word itself
  std::vector<PlainJson> items;   // of an array, or the values of an object
  std::vector<std::string> keys;  // of these values
  size_t begin = 0;               // its bytes in what was parsed
  size_t end = 0;

  // The last field of that name; nullptr where there is none.
  const PlainJson* Find(std::string_view key) const;
  friend bool operator==(const PlainJson& a, const PlainJson& b);
};

// A document after RFC 8259, in UTF-8, nested at most 512 deep, with white space around it. Nothing
// where it is none.
std::optional<PlainJson> ParsePlainJson(std::string_view text);

}  // namespace analyzer
