#include "analyzer/redact/escaped_run.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

bool IsAsciiLetterOrDigit(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

std::optional<char32_t> Hex(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  char32_t value = 0;
  for (const char c : text.substr(at, digits)) {
    if (HexValue(c) < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(HexValue(c));
  }
  return value;
}

struct Character {
  char32_t point;
  size_t end;
  Spelling spelling = Spelling::kPlain;
  size_t backslashes = 0;
};

std::optional<Character> ReadEscape(std::string_view text, size_t at) {
  const size_t letter = std::min(text.find_first_not_of('\\', at), text.size());
  const size_t backslashes = letter - at;
  if (letter == text.size()) return std::nullopt;
  if (text[letter] == 'x') {
    const auto byte = Hex(text, letter + 1, 2);
    if (!byte || *byte < 0x80) return std::nullopt;
    return Character{*byte, letter + 3, Spelling::kByteEscape, backslashes};
  }
  if (text[letter] != 'u') return std::nullopt;
  const auto unit = Hex(text, letter + 1, 4);
  if (!unit || (*unit < 0x80 && !IsAsciiLetterOrDigit(*unit))) return std::nullopt;
  Character read{*unit, letter + 5, Spelling::kUnicodeEscape, backslashes};
  if (*unit < 0xD800 || *unit >= 0xE000) return read;
  const size_t low_letter = read.end + backslashes;
  if (low_letter < text.size() && text[low_letter] == 'u' &&
      text.substr(read.end, backslashes).find_first_not_of('\\') == std::string_view::npos) {
    const auto low = Hex(text, low_letter + 1, 4);
    if (low && *low >= 0xDC00 && *low < 0xE000 && *unit < 0xDC00) {
      read.point = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
      read.end = low_letter + 5;
      return read;
    }
  }
  read.point = 0xFFFD;
  return read;
}

std::optional<Character> ReadCharacter(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (IsAsciiLetterOrDigit(c)) return Character{c, at + 1};
  if (c == '\\') return ReadEscape(text, at);
  if (c < 0x80) return std::nullopt;
  bool valid = true;
  size_t end = at;
  const char32_t point = NextCodePoint(text, &end, &valid);
  return Character{point, end};
}

void AppendHex(char32_t value, int digits, bool upper, std::string* out) {
  const char* const kDigits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out->push_back(kDigits[value >> shift & 15]);
  }
}

}  // namespace

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

EscapedRun ReadEscapedRun(std::string_view text, size_t at) {
  EscapedRun run;
  run.span = {at, at};
  while (run.span.end < text.size()) {
    const auto read = ReadCharacter(text, run.span.end);
    if (!read) break;
    const Span place{run.span.end, read->end};
    run.ascii &= read->spelling == Spelling::kPlain && read->point < 0x80;
    if (read->spelling != Spelling::kPlain && run.spelling == Spelling::kPlain) {
      run.spelling = read->spelling;
      run.backslashes = read->backslashes;
      const std::string_view escape = text.substr(place.begin, place.size());
      run.upper_hex =
          std::any_of(escape.begin(), escape.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    }
    AppendUtf8(read->point, &run.decoded);
    run.places.push_back(place);
    run.span.end = read->end;
  }
  return run;
}

size_t EscapedMarkEnd(std::string_view text, size_t at) {
  const size_t letter = std::min(text.find_first_not_of('\\', at), text.size());
  if (letter == at || letter == text.size()) return at;
  if (text[letter] != 'u' && text[letter] != 'x') return at;
  const size_t digits = text[letter] == 'u' ? 4 : 2;
  const auto point = Hex(text, letter + 1, digits);
  if (!point || *point >= 0x80 || IsAsciiLetterOrDigit(*point)) return at;
  return letter + 1 + digits;
}

std::string Mistaken(std::string_view text, int times, bool latin1) {
  std::string mistaken(text);
  for (int i = 0; i < times; ++i) {
    std::string once;
    for (const char c : mistaken) {
      const auto byte = static_cast<unsigned char>(c);
      const char32_t point = latin1 ? byte : FromWindows1252(byte);
      // A byte without a character is read as the control character of its number.
      AppendUtf8(point == 0xFFFD ? byte : point, &once);
    }
    mistaken = std::move(once);
  }
  return mistaken;
}

std::string SpelledLike(const EscapedRun& run, std::string_view text) {
  if (run.spelling == Spelling::kPlain) return std::string(text);
  std::string spelled;
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    if (point < 0x80) {
      spelled.push_back(static_cast<char>(point));
      continue;
    }
    spelled.append(run.backslashes, '\\');
    const bool byte = run.spelling == Spelling::kByteEscape && point < 0x100;
    spelled.push_back(byte ? 'x' : 'u');
    AppendHex(point, byte ? 2 : 4, run.upper_hex, &spelled);
  }
  return spelled;
}

}  // namespace analyzer
