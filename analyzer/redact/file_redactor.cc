#include "analyzer/redact/file_redactor.h"

#include "analyzer/base/unicode.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

using Encoding = SourceText::Encoding;

void AppendUnit(char32_t unit, bool big, std::string* out) {
  const char high = static_cast<char>(unit >> 8 & 0xFF);
  const char low = static_cast<char>(unit & 0xFF);
  out->push_back(big ? high : low);
  out->push_back(big ? low : high);
}

std::string AsUnits(std::string_view text, bool big) {
  std::string units;
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    if (point < 0x10000) {
      AppendUnit(point, big, &units);
    } else {
      AppendUnit(0xD800 + ((point - 0x10000) >> 10), big, &units);
      AppendUnit(0xDC00 + ((point - 0x10000) & 0x3FF), big, &units);
    }
  }
  return units;
}

// What has no byte in Windows-1252 stays UTF-8, as such files hold both.
std::string AsWindows1252(std::string_view text) {
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    int byte = point < 0x80 ? static_cast<int>(point) : 0x80;
    while (byte < 0x100 && point >= 0x80 &&
           FromWindows1252(static_cast<unsigned char>(byte)) != point) {
      ++byte;
    }
    if (byte < 0x100) {
      bytes.push_back(static_cast<char>(byte));
    } else {
      bytes += text.substr(from, at - from);
    }
  }
  return bytes;
}

// `put`, encoded as `old` is where it stands in the file as `there`: a file can hold several
// encodings, one behind the other.
std::string EncodedLike(std::string_view old, std::string_view there, Encoding encoding,
                        std::string_view put) {
  if (old == there) return std::string(put);
  for (const bool big : {false, true}) {
    if (AsUnits(old, big) == there) return AsUnits(put, big);
  }
  // What is not in the text stands among it.
  if (encoding == Encoding::kUtf16Le) return AsUnits(put, false);
  if (encoding == Encoding::kUtf16Be) return AsUnits(put, true);
  return there.size() < old.size() ? AsWindows1252(put) : std::string(put);
}

}  // namespace

std::optional<std::string> RedactFile(const std::string& bytes, const TextRedactor& redactor) {
  const SourceText source(bytes);
  if (source.encoding() == Encoding::kBinary) return std::nullopt;
  const std::string_view text = source.text();
  const std::string_view file = bytes;
  std::string redacted;
  redacted.reserve(bytes.size() + bytes.size() / 8);
  size_t at = 0;
  redactor.Find(text, false, [&](Span span, std::string_view put) {
    const Span place = source.FileSpan(span);
    redacted += file.substr(at, place.begin - at);
    redacted += EncodedLike(text.substr(span.begin, span.size()),
                            file.substr(place.begin, place.size()), source.encoding(), put);
    at = place.end;
  });
  redacted += file.substr(at);
  return redacted;
}

}  // namespace analyzer
