#include "analyzer/extract/log_line.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/record.h"

namespace analyzer {
namespace {

// What may stand before a message's words: an emoji, in whatever encoding it survived (question
// marks included), or a tag in brackets. Every pattern of the table is matched behind it.
constexpr std::string_view kHead = R"((?:[\x80-\xFF?][\x80-\xFF? ]*|\[[A-Z][A-Z_ ]{0,31}\] *)?)";

RE2::Options BytesOptions() {
  // A broken byte in a name must not hide the line.
  RE2::Options options(RE2::Latin1);
  options.set_dot_nl(true);
  return options;
}

std::string Plain(std::string_view text) {
  text = Trim(text);
  return text == "None" ? "" : std::string(text);
}

std::string ErrorOf(std::string_view text) { return Trim(text) == kNoMessage ? "" : Plain(text); }

// `USERNAME) - ERROR`. Both may hold `) - `: the name ends where its own parentheses balance.
void SplitUsernameAndError(std::string_view text, LogFact* fact) {
  constexpr std::string_view kEnd = ") -";
  int open = 0;
  size_t end = text.find(kEnd);
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(') ++open;
    if (text[at] == ')' && --open < 0) {
      if (text.substr(at, kEnd.size()) == kEnd) end = at;
      break;
    }
  }
  fact->username = UndoLiteralEscapes(Plain(text.substr(0, end)));
  fact->error = ErrorOf(text.substr(end + kEnd.size()));
}

struct NumberGroup {
  std::string_view name;
  int64_t LogFact::*member;
};
constexpr NumberGroup kNumberGroups[] = {
    {"batch", &LogFact::batch},   {"batches", &LogFact::batches}, {"attempt", &LogFact::attempt},
    {"status", &LogFact::status}, {"count", &LogFact::count},     {"first", &LogFact::first},
    {"last", &LogFact::last},     {"done", &LogFact::count},      {"of", &LogFact::batches}};

// What a line says of households, and of the run as a whole, is not what the line is there for.
bool IsAside(std::string_view name) {
  return name == "households" || name == "households_too" || name == "done" || name == "of";
}

// `95.7` as 957.
int64_t ReadPermille(std::string_view text) {
  int64_t permille = 0;
  for (const char c : text) {
    if (c != '.') permille = permille * 10 + (c - '0');
  }
  return permille;
}

// `1 day, 2:03:04.567000` in milliseconds.
int64_t ReadDuration(std::string_view text) {
  static const RE2 kDuration(R"((?:(\d+) days?, )?(\d+):(\d+):(\d+)(?:\.(\d+))?)");
  int64_t days = 0;
  int64_t hours = 0;
  int64_t minutes = 0;
  int64_t seconds = 0;
  std::string fraction;
  std::string days_text;
  RE2::FullMatch({text.data(), text.size()}, kDuration, &days_text, &hours, &minutes, &seconds,
                 &fraction);
  std::from_chars(days_text.data(), days_text.data() + days_text.size(), days);
  fraction.resize(3, '0');
  int64_t milliseconds = 0;
  std::from_chars(fraction.data(), fraction.data() + fraction.size(), milliseconds);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

void FillGroup(std::string_view name, std::string_view text, LogFact* fact) {
  for (const NumberGroup& group : kNumberGroups) {
    if (group.name != name) continue;
    std::from_chars(text.data(), text.data() + text.size(), fact->*group.member);
    return;
  }
  if (name == "path") fact->path = text;
  if (name == "permille") fact->count = ReadPermille(text);
  if (name == "duration") fact->count = ReadDuration(text);
  if (name == "id") fact->customer_id = Plain(text);
  if (name == "username") fact->username = UndoLiteralEscapes(Plain(text));
  if (name == "result") fact->result = Plain(text);
  if (name == "username_and_error") SplitUsernameAndError(text, fact);
  if (name == "households" || name == "households_too") fact->households = true;
}

// The table, compiled: one automaton that tells which patterns match, and each for its groups.
class Matcher {
 public:
  Matcher() : set_(BytesOptions(), RE2::ANCHOR_BOTH) {
    for (const LogPattern& pattern : LogPatterns()) {
      const std::string regex = std::string(kHead) + std::string(pattern.regex);
      set_.Add(regex, nullptr);
      patterns_.push_back(std::make_unique<RE2>(regex, BytesOptions()));
    }
    set_.Compile();
  }

  std::optional<LogFact> Read(std::string_view message) const {
    std::vector<int> matching;
    if (!set_.Match({message.data(), message.size()}, &matching)) return std::nullopt;
    const int first = *std::min_element(matching.begin(), matching.end());
    const LogPattern& pattern = LogPatterns()[static_cast<size_t>(first)];
    LogFact fact{.fact = pattern.fact, .pattern = pattern.id};
    // A failure ends in a name, a result or an error, also where that is still to come.
    fact.open_ended = pattern.fact == Fact::kFailure;
    FillGroups(*patterns_[static_cast<size_t>(first)], message, &fact);
    return fact;
  }

 private:
  static void FillGroups(const RE2& regex, std::string_view message, LogFact* fact) {
    std::vector<re2::StringPiece> groups(static_cast<size_t>(regex.NumberOfCapturingGroups()) + 1);
    regex.Match({message.data(), message.size()}, 0, message.size(), RE2::ANCHOR_BOTH,
                groups.data(), static_cast<int>(groups.size()));
    for (const auto& [number, name] : regex.CapturingGroupNames()) {
      const re2::StringPiece& group = groups[static_cast<size_t>(number)];
      if (group.data() == nullptr) continue;
      FillGroup(name, {group.data(), group.size()}, fact);
      fact->open_ended |=
          group.data() + group.size() == message.data() + message.size() && !IsAside(name);
    }
  }

  RE2::Set set_;
  std::vector<std::unique_ptr<RE2>> patterns_;
};

constexpr size_t kTimeLength = 23;  // `YYYY-MM-DD HH:MM:SS,mmm`
constexpr std::string_view kTimeShape = "dddd-dd-dd dd:dd:dd,ddd";

bool HasTimeShape(std::string_view text) {
  if (text.size() < kTimeLength) return false;
  for (size_t i = 0; i < kTimeLength; ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const char c = text[i] == '.' && i == 19 ? ',' : text[i];
    if (kTimeShape[i] == 'd' ? !digit : c != kTimeShape[i]) return false;
  }
  return true;
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

std::optional<LogFact> ReadFact(std::string_view message) {
  static const Matcher kMatcher;
  return kMatcher.Read(Trim(message));
}

}  // namespace analyzer
