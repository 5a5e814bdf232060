#include "analyzer/source/source_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

// Windows-1252's 0x80 to 0x9F, after unicode.org's CP1252.TXT; the five unassigned are U+FFFD.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

constexpr size_t kProbe = size_t{64} * 1024;

// A UTF-16 text is mostly ASCII here: every other byte is zero, the ones between hardly ever.
bool LooksUtf16(std::string_view head, size_t zero_parity) {
  size_t zeros = 0;
  size_t other_zeros = 0;
  for (size_t i = 0; i < head.size(); ++i) {
    if (head[i] == 0) ++(i % 2 == zero_parity ? zeros : other_zeros);
  }
  return head.size() >= 4 && zeros * 10 > head.size() * 3 && other_zeros * 10 < head.size();
}

// Control characters that no text has, in more than one byte of twenty: not a text.
bool LooksBinary(std::string_view head) {
  const auto odd = std::count_if(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B;
  });
  return static_cast<size_t>(odd) * 20 > head.size();
}

bool HasBinaryMagic(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view magic :
       {"SQLite format 3\0"sv, "\x1F\x8B"sv, "BZh"sv, "\xFD\x37\x7AXZ\0"sv, "\x28\xB5\x2F\xFD"sv,
        "PK\x03\x04"sv, "\x89PNG"sv, "%PDF"sv, "\x7F\x45LF"sv}) {
    if (bytes.substr(0, magic.size()) == magic) return true;
  }
  return false;
}

}  // namespace

SourceText::SourceText(std::string file_bytes) : file_size_(file_bytes.size()) {
  const std::string_view head = std::string_view(file_bytes).substr(0, kProbe);
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF") {
    DecodeUtf16(std::string_view(file_bytes).substr(2), head[0] == '\xFF');
  } else if (LooksUtf16(head, 1) || LooksUtf16(head, 0)) {
    DecodeUtf16(file_bytes, LooksUtf16(head, 1));
  } else if (HasBinaryMagic(head) || LooksBinary(head)) {
    encoding_ = Encoding::kBinary;
  } else if (IsValidUtf8(file_bytes)) {
    if (head.substr(0, 3) == "\xEF\xBB\xBF") {
      encoding_ = Encoding::kUtf8Bom;
      begin_ = 3;
    }
    bytes_ = std::move(file_bytes);
    bytes_.reserve(bytes_.size() + kPadding);
  } else {
    DecodeMixed(file_bytes);
  }
}

const char* SourceText::encoding_name() const {
  switch (encoding_) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf8Bom:
      return "UTF-8 with BOM";
    case Encoding::kUtf16Le:
      return "UTF-16 LE";
    case Encoding::kUtf16Be:
      return "UTF-16 BE";
    case Encoding::kMixed:
      return "Windows-1252 in part";
    case Encoding::kBinary:
      return "binary";
  }
  return "";
}

std::string_view SourceText::text() const {
  return mapped_ ? std::string_view(decoded_.bytes()) : std::string_view(bytes_).substr(begin_);
}

Span SourceText::FileSpan(Span span) const {
  if (mapped_) return decoded_.Origin(span);
  return {span.begin + begin_, span.end + begin_};
}

int64_t SourceText::Line(size_t at) const {
  if (at < line_at_) {
    line_at_ = 0;
    line_ = 1;
  }
  const std::string_view between = text().substr(line_at_, at - line_at_);
  line_ += std::count(between.begin(), between.end(), '\n');
  line_at_ = at;
  return line_;
}

void SourceText::DecodeUtf16(std::string_view bytes, bool little) {
  encoding_ = little ? Encoding::kUtf16Le : Encoding::kUtf16Be;
  mapped_ = true;
  const size_t skipped = file_size_ - bytes.size();
  const auto unit = [&](size_t i) {
    const auto low = static_cast<unsigned char>(bytes[little ? i : i + 1]);
    const auto high = static_cast<unsigned char>(bytes[little ? i + 1 : i]);
    return static_cast<char32_t>(high << 8 | low);
  };
  for (size_t i = 0; i + 1 < bytes.size();) {
    const size_t from = i;
    char32_t point = unit(i);
    i += 2;
    if (point >= 0xD800 && point < 0xDC00 && i + 1 < bytes.size()) {
      const char32_t low = unit(i);
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    std::string encoded;
    AppendUtf8(point, &encoded);
    if (encoded.size() == 1) {
      decoded_.Append(encoded, skipped + from, 2);
    } else {
      decoded_.AppendAt(encoded, skipped + from);
    }
  }
  decoded_.Append(std::string(), file_size_);
  decoded_.Finish(file_size_);
}

void SourceText::DecodeMixed(std::string_view bytes) {
  encoding_ = Encoding::kMixed;
  mapped_ = true;
  size_t plain = bytes.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  for (size_t at = plain; at < bytes.size();) {
    const size_t from = at;
    bool valid = true;
    NextCodePoint(bytes, &at, &valid);
    if (valid) continue;
    decoded_.Append(bytes.substr(plain, from - plain), plain);
    const auto byte = static_cast<unsigned char>(bytes[from]);
    std::string encoded;
    AppendUtf8(byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte, &encoded);
    decoded_.AppendAt(encoded, from);
    ++foreign_bytes_;
    at = plain = from + 1;
  }
  decoded_.Append(bytes.substr(plain), plain);
  decoded_.Finish(file_size_);
}

}  // namespace analyzer
