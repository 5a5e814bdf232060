#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"

namespace analyzer {

// How a character that is no ASCII stands in a text.
enum class Spelling {
  kPlain,
  kUnicodeEscape,  // a backslash (or, in a text in a text, several) and `u00d6`
  kByteEscape,     // a backslash or several and `xd6`, as Python writes
};

// Letters, digits and all that is no ASCII, one after the other, in whatever way they are spelled:
// `BJ\u00d6RN`, `S` + U+00C3 + U+2013 + `DERBERG`.
struct EscapedRun {
  Span span;                 // in the text
  std::string decoded;       // UTF-8, escapes undone
  std::vector<Span> places;  // of each character, in the text
  bool ascii = true;
  Spelling spelling = Spelling::kPlain;  // of the first character that is escaped
  size_t backslashes = 0;                // before the letter of that escape
  bool upper_hex = false;                // its digits are upper case
};

// The run that begins at text[at]; empty where none does.
EscapedRun ReadEscapedRun(std::string_view text, size_t at);

// The end of the escape at text[at] that spells a character of ASCII which is no letter and no
// digit: `\u0027`, `\\u003c`, `\x1b`. `at` where none stands there.
size_t EscapedMarkEnd(std::string_view text, size_t at);

// Reads what was decoded from UTF-8 as if it were Windows-1252, `times` times: the mistake that
// UndoMojibake undoes. With `latin1`, as if it were Latin-1.
std::string Mistaken(std::string_view text, int times, bool latin1);

// Spells `text` (UTF-8) as the run spells what is no ASCII.
std::string SpelledLike(const EscapedRun& run, std::string_view text);

// Of a hexadecimal digit; -1 for any other character.
int HexValue(char c);

}  // namespace analyzer
