#include "tests/fuzz/provenance.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <set>
#include <string>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

enum class Way { kJson, kPython, kPythonBytes };

// The number of `digits` hexadecimal digits at text[at]; -1: they are none.
long Hex(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return -1;
  const std::string number(text.substr(at, digits));
  char* end = nullptr;
  if (number.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return -1;
  return std::strtol(number.c_str(), &end, 16);
}

// One escape at text[*at], which is a backslash. A backslash that begins none stands for itself.
void Undo(std::string_view text, Way way, size_t* at, std::string* out) {
  constexpr std::string_view kShort = "\"\\/bfnrt";
  constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  const char c = *at + 1 < text.size() ? text[*at + 1] : '\0';
  if (const size_t which = kShort.find(c); which != std::string_view::npos) {
    out->push_back(kMeant[which]);
    *at += 2;
  } else if (way != Way::kJson && c == '\'') {
    out->push_back(c);
    *at += 2;
  } else if (way != Way::kJson && c == 'x' && Hex(text, *at + 2, 2) >= 0) {
    const long byte = Hex(text, *at + 2, 2);
    if (way == Way::kPythonBytes) {
      out->push_back(static_cast<char>(byte));
    } else {
      AppendUtf8(static_cast<char32_t>(byte), out);
    }
    *at += 4;
  } else if (c == 'u' && Hex(text, *at + 2, 4) >= 0) {
    long unit = Hex(text, *at + 2, 4);
    *at += 6;
    const long low = text.substr(*at, 2) == "\\u" ? Hex(text, *at + 2, 4) : -1;
    if (unit >= 0xD800 && unit < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
      *at += 6;
    }
    AppendUtf8(static_cast<char32_t>(unit), out);
  } else {
    out->push_back('\\');
    ++*at;
  }
}

std::string Undone(std::string_view text, Way way) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\\') {
      Undo(text, way, &at, &out);
    } else {
      out.push_back(text[at++]);
    }
  }
  return out;
}

// Bytes that are no UTF-8 as Windows-1252.
std::string Mended(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    AppendUtf8(valid ? point : FromWindows1252(byte), &out);
  }
  return out;
}

using Says = std::function<bool(const std::string&)>;

// Whether `says` holds of the bytes with escapes undone 0, 1, 2, … times.
bool AnyFormOf(std::string_view bytes, const Says& says) {
  constexpr size_t kMostForms = 60;
  std::deque<std::string> forms{std::string(bytes)};
  std::set<std::string> seen(forms.begin(), forms.end());
  while (!forms.empty()) {
    const std::string form = std::move(forms.front());
    forms.pop_front();
    if (says(form)) return true;
    if (form.find('\\') == std::string::npos && IsValidUtf8(form)) continue;
    for (const std::string& next : {Undone(form, Way::kJson), Undone(form, Way::kPython),
                                    Undone(form, Way::kPythonBytes), Mended(form)}) {
      if (seen.size() < kMostForms && seen.insert(next).second) forms.push_back(next);
    }
  }
  return false;
}

// The same of the whole or of one text in quotation marks: a backslash at the end of that text is
// none before its closing mark.
bool AnyForm(std::string_view bytes, const Says& says) {
  if (AnyFormOf(bytes, says)) return true;
  size_t begin = std::string_view::npos;
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\\') {
      ++at;
    } else if (bytes[at] == '"' && begin == std::string_view::npos) {
      begin = at + 1;
    } else if (bytes[at] == '"') {
      if (AnyFormOf(bytes.substr(begin, at - begin), says)) return true;
      begin = std::string_view::npos;
    }
  }
  return false;
}

bool IsSpelled(std::string_view bytes, std::string_view value) {
  size_t at = 0;
  for (size_t i = 0; i < bytes.size() && at < value.size(); ++i) at += bytes[i] == value[at];
  return at == value.size();
}

}  // namespace

bool BytesSay(std::string_view bytes, std::string_view value) {
  return AnyForm(bytes,
                 [&](const std::string& form) { return form.find(value) != std::string::npos; });
}

bool BytesSayInAnyCase(std::string_view bytes, std::string_view upper) {
  return AnyForm(
      bytes, [&](const std::string& form) { return Upper(form).find(upper) != std::string::npos; });
}

bool BytesSpell(std::string_view bytes, std::string_view value) {
  return AnyForm(bytes, [&](const std::string& form) {
    return IsSpelled(form, value) || IsSpelled(Upper(form), value);
  });
}

}  // namespace analyzer
