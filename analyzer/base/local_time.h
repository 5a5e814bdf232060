#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace analyzer {

// A moment of the client's local clock: milliseconds since 1970-01-01 00:00:00 as if that clock
// showed UTC. Sources that tell whole seconds have `milliseconds` a multiple of 1000 and
// `whole_second` set: the moment is then somewhere in that second.
struct LocalTime {
  int64_t milliseconds = 0;
  bool whole_second = false;

  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// `YYYYMMDD_HHMMSS`, as in saved responses. Nothing where `text` is anything else.
std::optional<LocalTime> ParseCompactTime(std::string_view text);

// `YYYY-MM-DD HH:MM:SS,mmm`, with `T` or a blank, `,` or `.`, any number of digits of the fraction
// or none (ISO 8601; a zone behind it is ignored: the client writes local time).
std::optional<LocalTime> ParseTime(std::string_view text);

// A stretch of the client's local clock: half-open, in milliseconds as above.
struct Period {
  int64_t begin = 0;
  int64_t end = 0;
};

// What a person names by `YYYY-MM-DD` (a day), `YYYY-MM-DD HH:MM` (a minute), a time as above (a
// second or a millisecond), or `YYYYMMDD_HHMMSS`. Nothing where `text` is anything else.
std::optional<Period> ParsePeriod(std::string_view text);

// The latest of the dates that stand in a path's folder and file names, as `YYYYMMDD_HHMMSS`,
// `YYYYMMDD-HHMMSS`, `YYYYMMDDHHMMSS`, `YYYY-MM-DD[_T ]HH[-:]MM[-:]SS`, or a date alone. Digits
// before or behind rule a date out (customer numbers hold dates by chance); so do months over 12,
// days over 31 and years outside 1990-2099.
std::optional<LocalTime> TimeInPath(std::string_view path);

// `YYYYMMDD_HHMMSS`.
std::string FormatCompact(LocalTime time);

// `YYYY-MM-DDTHH:MM:SS`, with `.mmm` unless `whole_second`.
std::string FormatIso(LocalTime time);

}  // namespace analyzer
