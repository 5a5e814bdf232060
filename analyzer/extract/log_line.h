#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/base/local_time.h"

namespace analyzer {

// The parts of `YYYY-MM-DD HH:MM:SS,mmm - LEVEL - message`. Views into the line.
struct LogLine {
  LocalTime time;
  std::string_view level;
  std::string_view message;
};

// What ends a line: LF, CR, and the U+0000 that stands for bytes that are lost. A CR that has its
// LF does not end a second one.
inline constexpr std::string_view kLineEnds{"\n\r\0", 3};

// Nothing where `line` does not begin so. A CR at its end is none of the message.
std::optional<LogLine> ParseLogLine(std::string_view line);

// The place in `line` where a log line's head (time, level) begins, or npos.
size_t FindLogLineHead(std::string_view line);

// The number behind the word `batch` in a log line's message, for a body that the message quotes.
// REQUIRES: 64 bytes behind the message are readable.
std::optional<int64_t> BatchInMessage(std::string_view message);

}  // namespace analyzer
