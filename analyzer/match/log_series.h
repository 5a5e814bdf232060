#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// A log file, as far as its place among rotated ones is asked for.
struct LogFile {
  int64_t id = 0;
  std::string path;
  int64_t first = 0;  // milliseconds, of its first and last fact
  int64_t last = 0;
};

// Puts log files together that one log was rotated into: `bulk_import.log.2.gz`,
// `bulk_import.log.1`, `bulk_import.log` of one folder, oldest first; also `bulk_import.log.DATE`.
// Gives a list of series, each of the ids of one log in its order. Files whose times overlap are no
// pieces of one log, whatever their names.
std::vector<std::vector<int64_t>> LogSeries(std::vector<LogFile> files);

}  // namespace analyzer
