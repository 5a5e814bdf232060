#include "analyzer/redact/number_shapes.h"

#include <algorithm>
#include <array>

namespace analyzer {
namespace {

bool IsDigitAt(std::string_view text, size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

bool IsLetterOrDigitAt(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[at]);
  return IsDigitAt(text, at) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

size_t DigitsAt(std::string_view text, size_t at) {
  size_t end = at;
  while (IsDigitAt(text, end)) ++end;
  return end - at;
}

int Number(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

bool IsOneOf(std::string_view text, size_t at, std::string_view characters) {
  return at < text.size() && characters.find(text[at]) != std::string_view::npos;
}

bool IsYear(int year) { return year >= 1900 && year < 2100; }
bool IsMonthAndDay(int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// `HH:MM`, `HH:MM:SS`, with a fraction and a zone; or `HHMMSS`. The end; `at` where there is none.
size_t TimeEnd(std::string_view text, size_t at, bool compact) {
  if (compact) {
    const bool time = DigitsAt(text, at) == 6 && Number(text.substr(at, 2)) < 24 &&
                      Number(text.substr(at + 2, 2)) < 60 && Number(text.substr(at + 4, 2)) < 60;
    return time ? at + 6 : at;
  }
  if (DigitsAt(text, at) != 2 || !IsOneOf(text, at + 2, ":-") || DigitsAt(text, at + 3) != 2) {
    return at;
  }
  size_t end = at + 5;
  if (IsOneOf(text, end, ":-") && DigitsAt(text, end + 1) == 2) end += 3;
  if (IsOneOf(text, end, ".,") && IsDigitAt(text, end + 1)) end += 1 + DigitsAt(text, end + 1);
  if (IsOneOf(text, end, "Z")) return end + 1;
  if (IsOneOf(text, end, "+-") && DigitsAt(text, end + 1) == 2 && IsOneOf(text, end + 3, ":") &&
      DigitsAt(text, end + 4) == 2) {
    return end + 6;
  }
  return end;
}

}  // namespace

DateShape ReadDateShape(std::string_view text, size_t at) {
  DateShape shape;
  const size_t digits = DigitsAt(text, at);
  size_t end = at;
  if (digits == 8 || digits == 14) {
    end = at + 8;
    shape.date = {{at, end}};
  } else if (digits == 4 && IsOneOf(text, at + 4, "-") && DigitsAt(text, at + 5) == 2 &&
             IsOneOf(text, at + 7, "-") && DigitsAt(text, at + 8) == 2) {
    end = at + 10;
    shape.date = {{at, at + 4}, {at + 5, at + 7}, {at + 8, at + 10}};
  } else {
    return shape;
  }
  const std::string_view date = text.substr(at, end - at);
  shape.year = Number(date.substr(0, 4));
  const bool compact = date.size() == 8;
  if (!IsYear(shape.year) || !IsMonthAndDay(Number(date.substr(compact ? 4 : 5, 2)),
                                            Number(date.substr(date.size() - 2)))) {
    return {};
  }
  const size_t between = digits == 14 ? 0 : IsOneOf(text, end, compact ? "_-T" : " T_") ? 1 : 2;
  size_t time_end = end;
  if (between < 2) time_end = TimeEnd(text, end + between, compact);
  shape.has_time = between < 2 && time_end > end + between;
  if (digits == 14 && !shape.has_time) return {};
  shape.span = {at, shape.has_time ? time_end : end};
  const std::string_view time = text.substr(end, shape.span.end - end);
  shape.midnight = shape.has_time && time.find_first_of("123456789") == std::string_view::npos;
  return shape;
}

PersonalShape ReadPersonalShape(std::string_view text, size_t at) {
  const size_t digits = DigitsAt(text, at);
  const size_t number = at + digits + 1;
  if ((digits != 6 && digits != 8) || !IsOneOf(text, at + digits, "-+") ||
      DigitsAt(text, number) != 4 || IsLetterOrDigitAt(text, number + 4)) {
    return {};
  }
  return {{at, at + digits}, {number, number + 4}};
}

std::vector<Span> ReadPhone(std::string_view text, size_t at) {
  constexpr size_t kFewestDigits = 7;
  constexpr size_t kMostOfPhone = 15;
  const bool plus = IsOneOf(text, at, "+");
  size_t next = plus ? at + 1 : at;
  const size_t first = DigitsAt(text, next);
  if (first == 0 || (!plus && (text[next] != '0' || first < 2 || first > 4))) return {};
  std::vector<Span> groups;
  size_t total = 0;
  for (;;) {
    const size_t digits = DigitsAt(text, next);
    if (digits == 0) break;
    groups.push_back({next, next + digits});
    total += digits;
    next += digits;
    if (total > kMostOfPhone || !IsOneOf(text, next, " -")) break;
    ++next;
  }
  const bool phone = total >= kFewestDigits && total <= kMostOfPhone &&
                     !IsLetterOrDigitAt(text, groups.back().end);
  return phone ? groups : std::vector<Span>();
}

bool IsCount(std::string_view text, Span digits) {
  constexpr size_t kLongest = 12;
  constexpr std::array kCounted = {" customers", " households", " files", " batch", " more "};
  constexpr std::array kNumbered = {"atch ", "customers ", "households ", "import: "};
  const std::string_view behind = text.substr(digits.end, kLongest);
  const size_t from = digits.begin - std::min(digits.begin, kLongest);
  const std::string_view before = text.substr(from, digits.begin - from);
  return std::any_of(kCounted.begin(), kCounted.end(),
                     [&](std::string_view word) { return behind.starts_with(word); }) ||
         std::any_of(kNumbered.begin(), kNumbered.end(),
                     [&](std::string_view word) { return before.ends_with(word); });
}

}  // namespace analyzer
