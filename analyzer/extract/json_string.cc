#include "analyzer/extract/json_string.h"

#include <optional>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

std::optional<char32_t> HexUnit(std::string_view digits) {
  if (digits.size() < 4) return std::nullopt;
  char32_t unit = 0;
  for (const char c : digits.substr(0, 4)) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    unit = unit * 16 + static_cast<char32_t>(digit);
  }
  return unit;
}

struct Escape {
  std::string text;  // what it stands for
  size_t length;     // of the escape, the backslash counted
  bool proper = true;
};

Escape ReadUnicodeEscape(std::string_view at) {
  const auto unit = HexUnit(at.substr(2));
  if (!unit) return {"\\", 1, false};
  Escape escape{"", 6};
  char32_t point = *unit;
  if (point >= 0xD800 && point < 0xDC00 && at.substr(6, 2) == "\\u") {
    const auto low = HexUnit(at.substr(8));
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      point = 0x10000 + ((point - 0xD800) << 10) + (*low - 0xDC00);
      escape.length = 12;
    }
  }
  escape.proper = point < 0xD800 || point >= 0xE000;
  AppendUtf8(point, &escape.text);
  return escape;
}

// REQUIRES: at[0] is a backslash.
Escape ReadEscape(std::string_view at) {
  switch (at.size() > 1 ? at[1] : '\0') {
    case '"':
      return {"\"", 2};
    case '\\':
      return {"\\", 2};
    case '/':
      return {"/", 2};
    case 'b':
      return {"\b", 2};
    case 'f':
      return {"\f", 2};
    case 'n':
      return {"\n", 2};
    case 'r':
      return {"\r", 2};
    case 't':
      return {"\t", 2};
    case 'u':
      return ReadUnicodeEscape(at);
    default:
      return {"\\", 1, false};
  }
}

std::optional<char32_t> HexByte(std::string_view digits) {
  return digits.size() < 2 ? std::nullopt : HexUnit("00" + std::string(digits.substr(0, 2)));
}

// As ReadEscape, with what only Python writes.
Escape ReadReprEscape(std::string_view at, bool bytes) {
  if (at.substr(0, 2) == "\\'") return {"'", 2};
  if (at.substr(0, 2) != "\\x") return ReadEscape(at);
  const auto byte = HexByte(at.substr(2));
  if (!byte) return {"\\", 1, false};
  Escape escape{"", 4};
  if (bytes) {
    escape.text.push_back(static_cast<char>(*byte));
  } else {
    AppendUtf8(*byte, &escape.text);
  }
  return escape;
}

}  // namespace

std::string DecodeJsonString(std::string_view content, bool* repaired) {
  std::string text;
  size_t at = 0;
  for (size_t slash = content.find('\\'); slash != std::string_view::npos;
       slash = content.find('\\', at)) {
    text.append(content.substr(at, slash - at));
    const Escape escape = ReadEscape(content.substr(slash));
    if (!escape.proper && repaired != nullptr) *repaired = true;
    text += escape.text;
    at = slash + escape.length;
  }
  text.append(content.substr(std::min(at, content.size())));
  return text;
}

MappedText UnescapeJson(std::string_view content, size_t origin) {
  MappedText text;
  size_t at = 0;
  while (at < content.size()) {
    const size_t stop = std::min(content.find_first_of("\\\"", at), content.size());
    text.Append(content.substr(at, stop - at), origin + at);
    at = stop;
    if (stop == content.size() || content[stop] == '"') break;
    const Escape escape = ReadEscape(content.substr(stop));
    text.AppendAt(escape.text, origin + stop);
    at = stop + escape.length;
  }
  text.Finish(origin + at);
  return text;
}

MappedText UnescapeRepr(std::string_view content, size_t origin, bool bytes) {
  MappedText text;
  for (size_t at = 0; at < content.size();) {
    const size_t slash = std::min(content.find('\\', at), content.size());
    text.Append(content.substr(at, slash - at), origin + at);
    if (slash == content.size()) break;
    const Escape escape = ReadReprEscape(content.substr(slash), bytes);
    text.AppendAt(escape.text, origin + slash);
    at = slash + escape.length;
  }
  text.Finish(origin + content.size());
  return text;
}

}  // namespace analyzer
