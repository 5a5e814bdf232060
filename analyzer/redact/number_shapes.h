#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"

namespace analyzer {

// Shapes that digits and what stands between them make. All are read from text[at] on, where the
// digits begin; the caller sees to what stands before.

// A date, `YYYY-MM-DD` or `YYYYMMDD`, and a time where one follows: `2025-11-10 08:15:02,105`,
// `2025-11-10T08:15:02.105Z`, `20251110_081502`.
struct DateShape {
  Span span;               // empty: no date
  std::vector<Span> date;  // the digits of the date: one span, or three
  int year = 0;
  bool has_time = false;
  bool midnight = false;  // a time of nothing but zeros, as is written for a date
};
DateShape ReadDateShape(std::string_view text, size_t at);

// `YYYYMMDD-NNNN`, `YYMMDD-NNNN`, or with `+`: a date, or digits where one may stand, and a number.
struct PersonalShape {
  Span date;  // empty: there is none
  Span number;
};
PersonalShape ReadPersonalShape(std::string_view text, size_t at);

// The digits of a telephone number that is written in groups: `+46 70-123 45 67`, `070-123 45 67`.
// Empty where there is none. `at` may be that of a `+`.
std::vector<Span> ReadPhone(std::string_view text, size_t at);

// Whether digits count, or number, batches and items: then they are nobody's id, whatever ids there
// are.
bool IsCount(std::string_view text, Span digits);

}  // namespace analyzer
