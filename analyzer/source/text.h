#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"

namespace analyzer {

// Bytes behind a text that a parser may read.
inline constexpr size_t kPadding = 64;

// A text, and for each of its bytes the place in another text (or file) that it was made from:
// what decoding, unescaping or the removal of interleaved lines leave of the original positions.
class MappedText {
 public:
  // Appends bytes that stand one after the other in the origin, from `origin` on; each byte of
  // the text is `stride` bytes of the origin (2 for ASCII in UTF-16).
  void Append(std::string_view bytes, size_t origin, size_t stride = 1);

  // Appends bytes that all come from the origin's one place `origin`: an escape, undone.
  void AppendAt(std::string_view bytes, size_t origin);

  // Tells where the origin ends, so that the end of a span can be mapped.
  // Makes room for a parser's padding.
  void Finish(size_t origin_end) {
    origin_end_ = origin_end;
    bytes_.reserve(bytes_.size() + kPadding);
  }

  const std::string& bytes() const { return bytes_; }
  // The place in the origin of the byte at `at`; the origin's end for at == bytes().size().
  size_t Origin(size_t at) const;
  // Half-open: the end is the place of the byte behind the span.
  Span Origin(Span span) const { return {Origin(span.begin), Origin(span.end)}; }

 private:
  struct Run {
    size_t begin;   // in bytes_
    size_t origin;  // of the byte at `begin`
    size_t stride;  // bytes of the origin a byte of the text; 0: all from one place
  };
  std::string bytes_;
  std::vector<Run> runs_;
  size_t origin_end_ = 0;
};

}  // namespace analyzer
