#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/bytes.h"
#include "analyzer/base/span.h"
#include "analyzer/source/text_decoder.h"

namespace analyzer {

// A place before which all of a file is known to be plain: UTF-8 without a mark, each byte in the
// text, lines ended by LF. A line begins there, of that 1-based number.
struct PlainUpTo {
  size_t at = 0;
  int64_t line = 1;
};

// Whether all of the file is plain, as all before `at`, where a line begins, is.
bool IsPlainBehind(std::string_view file_bytes, size_t at);

// The bytes of one file as UTF-8, and the way back from the text to the bytes.
class SourceText {
 public:
  enum class Encoding { kUtf8, kUtf8Bom, kUtf16Le, kUtf16Be, kMixed, kMixedWidths, kBinary };

  // Tells the encoding from the bytes: a BOM, zero bytes at every other place, or UTF-8. Bytes that
  // are no UTF-8 are read as Windows-1252, each by itself (kMixed). A file can hold UTF-8 and
  // UTF-16, one behind the other (kMixedWidths). Files that are no text at all (kBinary: a
  // compressed file, a database, an image) have an empty text.
  //
  // Not in the text are zero bytes, colour codes of a terminal, and BOMs at a line's begin; see
  // LeftOut.
  explicit SourceText(Bytes file_bytes);
  explicit SourceText(std::string file_bytes) : SourceText(Bytes(std::move(file_bytes))) {}
  // Of a file that is plain; before that place, its bytes are not looked at.
  SourceText(Bytes file_bytes, PlainUpTo before)
      : bytes_(std::move(file_bytes)),
        first_line_(before),
        line_at_(before.at),
        line_(before.line) {}

  Encoding encoding() const { return encoding_; }
  const char* encoding_name() const;
  // Whether the text is the file's bytes, each as it is.
  bool IsAsInFile() const { return encoding_ == Encoding::kUtf8 && !mapped_; }
  size_t file_size() const { return bytes_.size(); }
  // The file's bytes as they are; live as long as this.
  std::string_view file_bytes() const { return bytes_.view(); }
  // Bytes that were read as Windows-1252 among others that are UTF-8.
  size_t foreign_bytes() const { return decoded_.foreign_bytes; }
  // What is not in the text, in its order.
  const Spill<LeftOut>& left_out() const { return decoded_.left_out; }
  // Whether something within the span is not in the text.
  bool LeavesOut(Span span) const;

  // UTF-8, valid; lives as long as this. kPadding more bytes behind it may be read. U+0000 stands
  // for a hole and for nothing else.
  std::string_view text() const;

  // Half-open bytes of the file, of half-open bytes of the text. What was left out at either end
  // of the span is not in it.
  Span FileSpan(Span span) const;
  // 1-based line of the text's byte `at`. LF, CRLF, and a CR by itself each end a line. Not for use
  // by several threads at once. REQUIRES: it is not before the place up to which all was plain.
  int64_t Line(size_t at) const;

 private:
  void Decode(size_t begin, Width width);
  int64_t CountLineEnds(size_t begin, size_t end) const;

  Encoding encoding_ = Encoding::kUtf8;
  Bytes bytes_;       // of the file; the text itself where it stands there as it is,
  size_t begin_ = 0;  // from there on: behind a BOM
  Decoded decoded_;   // the text where it does not
  bool mapped_ = false;
  bool lone_cr_ = false;
  PlainUpTo first_line_;                      // that is counted from
  mutable std::vector<int64_t> block_lines_;  // the line at each block's begin, as far as asked for
  mutable size_t line_at_ = 0;  // the last answer, as the next question is mostly further on
  mutable int64_t line_ = 1;
};

}  // namespace analyzer
