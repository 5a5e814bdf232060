#include "analyzer/extract/log_line.h"

#include <algorithm>

#include "analyzer/base/ascii.h"

namespace analyzer {
namespace {

constexpr size_t kTimeLength = 23;  // `YYYY-MM-DD HH:MM:SS,mmm`

// ParseTime takes other forms, too; in a log this is the only one. Most lines of a document end
// here.
bool HasTimeShape(std::string_view text) {
  return text.size() >= kTimeLength && text[10] == ' ' && (text[19] == ',' || text[19] == '.') &&
         IsDigit(text[20]) && IsDigit(text[21]) && IsDigit(text[22]);
}

}  // namespace

std::optional<LogLine> ParseLogLine(std::string_view line) {
  constexpr std::string_view kDash = " - ";
  constexpr size_t kLongestLevel = 16;
  if (!HasTimeShape(line)) return std::nullopt;
  const auto time = ParseTime(line.substr(0, kTimeLength));
  std::string_view rest = line.substr(kTimeLength);
  if (!time || rest.substr(0, kDash.size()) != kDash) return std::nullopt;
  rest.remove_prefix(kDash.size());
  size_t level = 0;
  while (level < std::min(rest.size(), kLongestLevel) && rest[level] >= 'A' && rest[level] <= 'Z') {
    ++level;
  }
  if (level == 0 || rest.substr(level, kDash.size()) != kDash) return std::nullopt;
  std::string_view message = rest.substr(level + kDash.size());
  if (!message.empty() && message.back() == '\r') message.remove_suffix(1);
  return LogLine{*time, rest.substr(0, level), message};
}

size_t FindLogLineHead(std::string_view line) {
  constexpr size_t kFirstHyphen = 4;
  for (size_t hyphen = line.find('-', kFirstHyphen); hyphen != std::string_view::npos;
       hyphen = line.find('-', hyphen + 1)) {
    const size_t begin = hyphen - kFirstHyphen;
    if (ParseLogLine(line.substr(begin))) return begin;
  }
  return std::string_view::npos;
}

}  // namespace analyzer
