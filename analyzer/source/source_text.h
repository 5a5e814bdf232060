#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/source/text.h"

namespace analyzer {

// The bytes of one file as UTF-8, and the way back from the text to the bytes.
class SourceText {
 public:
  enum class Encoding { kUtf8, kUtf8Bom, kUtf16Le, kUtf16Be, kMixed, kBinary };

  // Tells the encoding from the bytes: a BOM, zero bytes at every other place, or UTF-8. Bytes that
  // are no UTF-8 are read as Windows-1252, each by itself (kMixed). Files that are no text at all
  // (kBinary: a compressed file, a database, an image) have an empty text.
  explicit SourceText(std::string file_bytes);

  Encoding encoding() const { return encoding_; }
  const char* encoding_name() const;
  size_t file_size() const { return file_size_; }
  // Bytes that were read as Windows-1252 among others that are UTF-8.
  size_t foreign_bytes() const { return foreign_bytes_; }

  // UTF-8, valid; lives as long as this. kPadding more bytes behind it may be read.
  std::string_view text() const;

  // Half-open bytes of the file, of half-open bytes of the text.
  Span FileSpan(Span span) const;
  // 1-based line of the text's byte `at`. Lines end in LF.
  int64_t Line(size_t at) const;

 private:
  void DecodeUtf16(std::string_view bytes, bool little);
  void DecodeMixed(std::string_view bytes);

  Encoding encoding_ = Encoding::kUtf8;
  size_t file_size_ = 0;
  size_t foreign_bytes_ = 0;
  std::string bytes_;   // where the text stands in the file as it is
  size_t begin_ = 0;    // behind a BOM
  MappedText decoded_;  // where it does not
  bool mapped_ = false;
  mutable size_t line_at_ = 0;  // the last answer, as the next question is mostly further on
  mutable int64_t line_ = 1;
};

}  // namespace analyzer
