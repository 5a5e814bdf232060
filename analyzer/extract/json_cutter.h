#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/source/text.h"

namespace analyzer {

// An object that is an element of an array and lies within no other such object.
struct JsonElement {
  Span span;
  size_t array;     // where its array's `[` stands
  size_t position;  // 0-based, among all elements of that array
};

// How far a document could be followed.
enum class CutEnd {
  kWhole,        // its last bracket is closed
  kOpen,         // the text ends before that
  kInterrupted,  // a log line begins inside of it
  kMismatch,     // a bracket closes what was not open
};

// A JSON document, cut into the elements of its arrays and what remains around them.
struct JsonCut {
  CutEnd end_kind = CutEnd::kOpen;
  size_t end = 0;                     // behind the document; or where following it ended
  std::vector<JsonElement> elements;  // in the order of the text
  // The document with each element replaced by `0`: small, whatever the document's size.
  MappedText skeleton;
};

// Follows the document that begins with the bracket at text[begin]. Only brackets and strings are
// looked at (a raw line break inside a string is taken): what stands between is the parser's to
// judge. Spans are places in `text`. With `in_log`, a line that begins as a log line does ends it
// (kInterrupted); `end` is then the line break before that line, or the place within a line where
// the log line begins.
JsonCut CutJson(std::string_view text, size_t begin, bool in_log);

}  // namespace analyzer
