#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/extract/json_structure.h"
#include "analyzer/extract/json_tokens.h"
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
  kMismatch,     // a bracket closes what was not open; or more than a million are open
};

// A JSON document, cut into the elements of its arrays and what remains around them.
struct JsonCut {
  CutEnd end_kind = CutEnd::kOpen;
  size_t end = 0;  // behind the document; or where following it ended
  // In the order of the text, where there are few: `kept`. Else none; ArrayElements has them all.
  std::vector<JsonElement> elements;
  bool kept = true;
  // A whole document with each row of elements, and the commas between them, replaced by one `0`:
  // small, however many there are.
  MappedText skeleton;
};

// How many elements of a document are kept, rather than found a second time.
inline constexpr size_t kMostKept = 4096;

// Follows the document that begins with the bracket at text[begin]. Only brackets and strings are
// looked at (a raw line break inside a string is taken): what stands between is the parser's to
// judge. Spans are places in `text`. With `in_log`, a line that begins as a log line does ends it
// (kInterrupted); `end` is then the line break before that line, or the place within a line where
// the log line begins.
JsonCut CutJson(std::string_view text, size_t begin, bool in_log, size_t most_kept = kMostKept);

// The same by the document's tokens. REQUIRES: they are of one object or array that begins at
// text[begin], and sound.
JsonCut CutByTokens(std::string_view text, size_t begin, const JsonTokens& tokens,
                    size_t most_kept = kMostKept);

// The elements of one array of a document that was cut whole, one after the other. Where the cut
// kept none, the array is followed again: what a document is told by stands behind its arrays, too,
// and its elements must not have to fit in memory until then.
class ArrayElements {
 public:
  // `array` is where the array stands in `text`, which the document was cut from. Both must outlive
  // this.
  ArrayElements(std::string_view text, const JsonCut& cut, Span array);

  // False: there is no further one.
  bool Next(JsonElement* element);
  // The next ones, as many as are mostly looked at together: some 64 KB of text. False as above.
  bool NextRow(std::vector<JsonElement>* row);

 private:
  bool NextKept(JsonElement* element);
  bool Follow(JsonElement* element);

  const JsonCut& cut_;
  Span array_;
  size_t next_kept_ = 0;  // in the cut's elements
  JsonStructure structure_;
  std::string_view text_;
  size_t open_ = 0;      // brackets
  size_t position_ = 0;  // commas between elements of the array
};

}  // namespace analyzer
