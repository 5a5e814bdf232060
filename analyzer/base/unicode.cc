#include "analyzer/base/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

namespace analyzer {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string Replaced(std::string_view text) {
  std::string valid_text;
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    AppendUtf8(point, &valid_text);
  }
  return valid_text;
}

template <typename Change>
std::string ChangeAscii(std::string_view text, Change change) {
  std::string changed(text);
  std::transform(changed.begin(), changed.end(), changed.begin(), change);
  return changed;
}

}  // namespace

std::string Fold(std::string_view text) {
  text = Trim(text);
  if (IsAscii(text)) {
    return ChangeAscii(text,
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  const std::string valid = Replaced(text);
  utf8proc_uint8_t* folded = nullptr;
  const auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
      static_cast<utf8proc_ssize_t>(valid.size()), &folded,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
  std::string result =
      length < 0 ? valid
                 : std::string(reinterpret_cast<char*>(folded), static_cast<size_t>(length));
  std::free(folded);
  return result;
}

std::string Upper(std::string_view text) {
  text = Trim(text);
  if (IsAscii(text)) {
    return ChangeAscii(text,
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  }
  std::string upper;
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    AppendUtf8(static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(point))),
               &upper);
  }
  return upper;
}

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n\f\v");
  if (begin == std::string_view::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(" \t\r\n\f\v") + 1 - begin);
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
  bool valid = true;
  for (size_t at = 0; valid && at < text.size();) NextCodePoint(text, &at, &valid);
  return valid;
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
