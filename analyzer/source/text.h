#pragma once

#include <cstddef>
#include <string_view>

#include "analyzer/base/span.h"
#include "analyzer/base/spill.h"

namespace analyzer {

// A text, and for each of its bytes the place in another text (or file) that it was made from:
// what decoding, unescaping or the removal of interleaved lines leave of the original positions.
// One that is too large for memory is kept in a file. Not for use by several threads at once.
class MappedText {
 public:
  // Appends bytes that stand one after the other in the origin, from `origin` on; each byte of
  // the text is `stride` bytes of the origin (2 for ASCII in UTF-16).
  void Append(std::string_view bytes, size_t origin, size_t stride = 1);

  // Appends bytes that all come from the origin's one place `origin`: an escape, undone.
  void AppendAt(std::string_view bytes, size_t origin);

  // Tells where the origin ends, so that the end of a span can be mapped.
  void Finish(size_t origin_end) { origin_end_ = origin_end; }

  // Lives until more is appended; kPadding more bytes behind it may be read.
  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }
  size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  // The last byte. REQUIRES: !empty().
  char back() const { return bytes_.back(); }
  // The place in the origin of the byte at `at`; the origin's end for at == size().
  size_t Origin(size_t at) const;
  // Half-open: the end is that of the span's last byte, or, where that comes from an escape, the
  // place of the byte behind the span.
  Span Origin(Span span) const;

 private:
  struct Run {
    size_t begin;   // in bytes_
    size_t origin;  // of the byte at `begin`
    size_t stride;  // bytes of the origin a byte of the text; 0: all from one place
  };
  const Run& RunOf(size_t at) const;

  Spill<char> bytes_;
  Spill<Run> runs_;
  size_t origin_end_ = 0;
  mutable size_t run_ = 0;  // the last answer, as the next question is mostly just behind it
};

}  // namespace analyzer
