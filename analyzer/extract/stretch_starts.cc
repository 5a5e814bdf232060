#include "analyzer/extract/stretch_starts.h"

#include <algorithm>
#include <optional>

#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/log_line.h"

namespace analyzer {
namespace {

// So much of a stretch is searched for its start, at most. Where no line is one, it goes on with
// the stretch before.
constexpr size_t kMostSearched = size_t{1} << 16;

// A line of the summary means something behind the summary's first line only.
bool TellsAllByItself(const LogLine& line) {
  const auto fact = ReadFact(line.message);
  return fact && fact->fact != Fact::kSummarySays;
}

bool EndsInBracket(std::string_view line) { return line.ends_with('{') || line.ends_with('['); }

// The first start whose line begins within the span, and ends within the log. Behind a log line
// that ends in no bracket, most likely nothing is open.
std::optional<size_t> FindStart(std::string_view log, size_t begin, size_t end) {
  bool closed = false;
  for (size_t at = begin; at < end;) {
    const size_t line_end = log.find('\n', at);
    if (line_end == std::string_view::npos) break;
    const std::string_view line = log.substr(at, line_end - at);
    const auto parsed = ParseLogLine(line);
    if (closed && parsed && TellsAllByItself(*parsed)) return at;
    closed = parsed && !EndsInBracket(line);
    at = line_end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::vector<size_t> StretchStarts(std::string_view log, size_t begin, size_t stretch) {
  std::vector<size_t> starts;
  const size_t searched = std::min(stretch / 2, kMostSearched);
  for (size_t at = std::max(stretch, begin - begin % stretch); at < log.size(); at += stretch) {
    const size_t line_end = log.find('\n', at);
    if (line_end == std::string_view::npos) break;
    const auto start = FindStart(log, line_end + 1, at + searched);
    if (start && *start > begin && (starts.empty() || *start > starts.back()))
      starts.push_back(*start);
  }
  return starts;
}

}  // namespace analyzer
