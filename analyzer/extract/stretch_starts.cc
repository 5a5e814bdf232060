#include "analyzer/extract/stretch_starts.h"

#include <algorithm>
#include <optional>

#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/log_line.h"

namespace analyzer {
namespace {

// Where no line is a start in the first half, it goes on with the stretch before.
constexpr size_t kPartSearched = 2;

// A line of the summary means something behind the summary's first line only.
bool TellsAllByItself(const LogLine& line) {
  const auto fact = ReadFact(line.message);
  return fact && fact->fact != Fact::kSummarySays;
}

// Behind such a line, most likely nothing is open.
bool Closes(std::string_view line) {
  return ParseLogLine(line).has_value() && line.find_first_of("{[", line.size() - 1) == line.npos;
}

// The first start whose line begins within the span, and ends within the log.
std::optional<size_t> FindStart(std::string_view log, size_t begin, size_t end) {
  bool closed = false;
  for (size_t at = begin; at < end;) {
    const size_t line_end = log.find('\n', at);
    if (line_end == std::string_view::npos) break;
    const std::string_view line = log.substr(at, line_end - at);
    const auto parsed = closed ? ParseLogLine(line) : std::nullopt;
    if (parsed && TellsAllByItself(*parsed)) return at;
    closed = Closes(line);
    at = line_end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::vector<size_t> StretchStarts(std::string_view log, size_t begin, size_t stretch) {
  std::vector<size_t> starts;
  for (size_t at = stretch; at < log.size(); at += stretch) {
    const size_t line_end = log.find('\n', at);
    if (line_end == std::string_view::npos) break;
    const auto start = FindStart(log, line_end + 1, at + stretch / kPartSearched);
    if (start && *start > begin && (starts.empty() || *start > starts.back()))
      starts.push_back(*start);
  }
  return starts;
}

}  // namespace analyzer
