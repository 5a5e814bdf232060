#pragma once

#include <cstddef>
#include <string_view>

#include "analyzer/base/spill.h"
#include "analyzer/source/text.h"

namespace analyzer {

// How the characters of a file, or of a stretch of it, are written.
enum class Width { kBytes, kLittleUnits, kBigUnits };  // UTF-8 or Windows-1252; UTF-16 LE, BE

// Bytes of a file that are not in its text.
struct LeftOut {
  enum class Kind {
    kZeros,   // a few zero bytes, or any number of them at the file's begin or end
    kHole,    // four zeros or more where something stood: the text has one U+0000 for them
    kColour,  // an escape sequence of a terminal
    kMark,    // a byte order mark at a line's begin
    kHalf,    // half of a UTF-16 unit, at the file's end
  };
  Kind kind;
  size_t at;     // in the text: what follows; the U+0000 of a hole
  size_t begin;  // in the file
};

struct Decoded {
  MappedText text;             // valid UTF-8
  Spill<LeftOut> left_out;     // in the order of the text
  size_t foreign_bytes = 0;    // bytes that are no UTF-8, each read as Windows-1252
  bool widths_change = false;  // UTF-8 was appended to UTF-16, or the other way round
};

// Decodes the bytes of a file from `begin` on, which begin in `width`. A stretch of the other width
// is told by its bytes: UTF-8 by 16 ASCII characters at a line's begin (32 elsewhere), UTF-16 by
// four units of ASCII.
//
// A hole is what a crash leaves of a file's blocks. What stood there is lost, and what stands
// before and behind it does not belong together; so it is kept as a character that nothing joins.
Decoded DecodeText(std::string_view bytes, size_t begin, Width width);

}  // namespace analyzer
