#include "analyzer/write/terminal_text.h"

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

bool IsControl(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

bool TurnsDirection(char32_t point) {
  return point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string TerminalText(std::string_view text) {
  std::string out;
  bool valid = true;
  for (size_t at = 0; at < text.size();) {
    const char32_t point = NextCodePoint(text, &at, &valid);
    if (IsControl(point) || TurnsDirection(point)) {
      out += '?';
    } else {
      AppendUtf8(point, &out);
    }
  }
  return out;
}

}  // namespace analyzer
