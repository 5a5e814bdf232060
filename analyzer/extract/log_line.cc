#include "analyzer/extract/log_line.h"

#include <algorithm>
#include <bit>

#include "analyzer/base/ascii.h"
#include "analyzer/extract/byte_block.h"

namespace analyzer {
namespace {

constexpr size_t kTimeLength = 23;  // `YYYY-MM-DD HH:MM:SS,mmm`

// ParseTime takes other forms, too; in a log this is the only one. Most lines of a document end
// here.
bool HasTimeShape(std::string_view text) {
  return text.size() >= kTimeLength && text[10] == ' ' && (text[19] == ',' || text[19] == '.') &&
         IsDigit(text[20]) && IsDigit(text[21]) && IsDigit(text[22]);
}

bool IsWordCharacter(char c) { return IsDigit(c) || IsLetter(c) || c == '_'; }

// The number at text[at], behind one or two of ` _#:`, of at most nine digits.
std::optional<int64_t> NumberBehind(std::string_view text, size_t at) {
  constexpr size_t kMostDigits = 9;
  const size_t begin = std::min(text.find_first_not_of(" _#:", at), text.size());
  if (begin == at || begin > at + 2) return std::nullopt;
  int64_t number = 0;
  size_t end = begin;
  for (; end < text.size() && IsDigit(text[end]) && end - begin < kMostDigits; ++end)
    number = number * 10 + (text[end] - '0');
  if (end == begin || (end < text.size() && IsWordCharacter(text[end]))) return std::nullopt;
  return number;
}

constexpr std::string_view kBatch = "batch";

// Whether that word, in any case, stands at text[at].
bool IsBatchWord(std::string_view text, size_t at) {
  return at + kBatch.size() < text.size() && (at == 0 || !IsWordCharacter(text[at - 1])) &&
         std::equal(kBatch.begin(), kBatch.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return a == (b | 0x20); });
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

// Each line is asked, so that a pattern would take longer than all else that is done with most of
// them.
std::optional<int64_t> BatchInMessage(std::string_view message) {
  for (size_t begin = 0; begin < message.size(); begin += ByteBlock::kSize) {
    uint64_t where = ByteBlock(message.data() + begin).WhereWith(0x20, 'b');
    for (; where != 0; where &= where - 1) {
      const size_t at = begin + static_cast<size_t>(std::countr_zero(where));
      if (!IsBatchWord(message, at)) continue;
      if (const auto batch = NumberBehind(message, at + kBatch.size())) return batch;
    }
  }
  return std::nullopt;
}

}  // namespace analyzer
