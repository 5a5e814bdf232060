#include "analyzer/base/unicode.h"

#include <simdjson.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <utility>

namespace analyzer {
namespace {

std::string Replaced(std::string_view text) {
  std::string valid_text;
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    AppendUtf8(point, &valid_text);
  }
  return valid_text;
}

// Windows-1252's 0x80 to 0x9F.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

// The byte that Windows-1252 or Latin-1 has for a character; 0 where there is none.
unsigned char ForeignByte(char32_t point) {
  if (point < 0x100) return static_cast<unsigned char>(point);
  if (point == 0xFFFD) return 0;
  const auto found = std::find(kWindows1252.begin(), kWindows1252.end(), point);
  if (found == kWindows1252.end()) return 0;
  return static_cast<unsigned char>(0x80 + (found - kWindows1252.begin()));
}

// The bytes of the characters from `at` on, as long as they continue a UTF-8 character; at most
// three. *ends[i] is the place behind the i-th.
std::string Continuation(std::string_view text, size_t at, std::array<size_t, 3>* ends) {
  std::string bytes;
  while (bytes.size() < ends->size() && at < text.size()) {
    bool valid = true;
    const unsigned char byte = ForeignByte(NextCodePoint(text, &at, &valid));
    if (!valid || (byte & 0xC0) != 0x80) break;
    (*ends)[bytes.size()] = at;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Folds ASCII and the letters of Latin-1, which utf8proc is slow with: each stands for itself in
// NFC, as nothing that could be composed with it is among them. False where another character is
// in the text, or `ß`, which folds to two; *folded is then not to be used.
bool FoldLatin(std::string_view text, std::string* folded) {
  constexpr char kLead = '\xC3';  // of U+00C0 to U+00FF
  constexpr auto kTimes = static_cast<unsigned char>(0x97);
  constexpr auto kSharpS = static_cast<unsigned char>(0x9F);
  folded->resize(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    (*folded)[at] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
    if (static_cast<unsigned char>(c) < 0x80) continue;
    if (c != kLead || ++at == text.size() || !IsContinuation(text[at])) return false;
    const auto rest = static_cast<unsigned char>(text[at]);
    if (rest == kSharpS) return false;
    const bool capital = rest < kSharpS && rest != kTimes;
    (*folded)[at] = static_cast<char>(capital ? rest + 0x20 : rest);
  }
  return true;
}

// Whether two characters that are no ASCII stand side by side, as UTF-8 does that was read as
// something else.
bool HasForeignPair(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at++]);
    if (first < 0x80) continue;
    const size_t rest = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    const size_t from = at;
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) ++at;
    if (at - from != rest) return true;
  }
  return false;
}

}  // namespace

std::string Fold(std::string_view text) {
  text = Trim(text);
  std::string latin;
  if (FoldLatin(text, &latin)) return latin;
  const std::string valid = Replaced(text);
  utf8proc_uint8_t* folded = nullptr;
  const auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
      static_cast<utf8proc_ssize_t>(valid.size()), &folded,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
  if (length == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
  std::string result =
      length < 0 ? valid
                 : std::string(reinterpret_cast<char*>(folded), static_cast<size_t>(length));
  std::free(folded);
  return result;
}

std::string Upper(std::string_view text) {
  text = Trim(text);
  std::string upper(text);
  bool ascii = true;
  for (char& c : upper) {
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
  }
  if (ascii) return upper;
  upper.clear();
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    AppendUtf8(static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(point))),
               &upper);
  }
  return upper;
}

std::string_view Trim(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size() && IsSpace(text[begin])) ++begin;
  if (begin == text.size()) return text.substr(0, 0);
  size_t end = text.size();
  while (IsSpace(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

std::string_view FirstCharacters(std::string_view text, size_t characters) {
  size_t at = 0;
  for (size_t n = 0; n < characters && at < text.size(); ++n) {
    bool valid = true;
    NextCodePoint(text, &at, &valid);
  }
  return text.substr(0, at);
}

void AppendUtf8(char32_t point, std::string* out) {
  if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
  utf8proc_uint8_t bytes[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes);
  out->append(reinterpret_cast<char*>(bytes), static_cast<size_t>(length));
}

char32_t NextCodePoint(std::string_view text, size_t* at, bool* valid) {
  const auto first = static_cast<unsigned char>(text[*at]);
  if (first < 0x80) {
    ++*at;
    return first;
  }
  utf8proc_int32_t point = 0;
  const size_t rest = std::min<size_t>(text.size() - *at, 4);
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + *at),
                                       static_cast<utf8proc_ssize_t>(rest), &point);
  if (length <= 0) {
    ++*at;
    *valid = false;
    return 0xFFFD;
  }
  *at += static_cast<size_t>(length);
  return static_cast<char32_t>(point);
}

bool IsValidUtf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

char32_t FromWindows1252(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
}

std::optional<std::string> UndoMojibake(std::string_view text) {
  std::string undone;
  bool changed = false;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    bool valid = true;
    const unsigned char first = ForeignByte(NextCodePoint(text, &at, &valid));
    std::string character;
    if (valid && first >= 0xC2) {
      std::array<size_t, 3> ends{};
      const std::string rest = Continuation(text, at, &ends);
      const size_t more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
      const auto take = [&](int lead, size_t length) {
        if (!character.empty() || rest.size() < length) return;
        const std::string bytes = static_cast<char>(lead) + rest.substr(0, length);
        if (!IsValidUtf8(bytes)) return;
        character = bytes;
        at = ends[length - 1];
      };
      take(first, more);
      // `Ã`, made lower: three bytes must not follow from it, so that it is certain.
      if (first >= 0xE2 && rest.size() == 1) take(first - 0x20, 1);
    }
    changed |= !character.empty();
    undone += character.empty() ? text.substr(from, at - from) : character;
  }
  return changed ? std::optional(undone) : std::nullopt;
}

std::vector<std::string> RepairedForms(std::string_view text) {
  if (!HasForeignPair(text)) return {};
  auto once = UndoMojibake(text);
  if (!once) return {};
  auto twice = UndoMojibake(*once);
  std::vector<std::string> forms;
  forms.reserve(2);
  forms.push_back(*std::move(once));
  if (twice) forms.push_back(*std::move(twice));
  return forms;
}

bool IsPlausibleInText(char32_t point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
      return false;
    case UTF8PROC_CATEGORY_CC:
      return point == U'\t' || point == U'\n' || point == U'\r' || point == U'\f' || point == 0x1B;
    default:
      return true;
  }
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  bool valid = true;
  for (size_t at = 0; at < text.size();) {
    const int columns =
        utf8proc_charwidth(static_cast<utf8proc_int32_t>(NextCodePoint(text, &at, &valid)));
    width += static_cast<size_t>(columns);
  }
  return width;
}

bool IsLetterOrDigit(char32_t point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

}  // namespace analyzer
