#include "analyzer/extract/log_fact.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/record.h"

namespace analyzer {
namespace {

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

// What a group of a pattern fills.
struct Filler {
  std::string_view name;
  void (*fill)(std::string_view text, LogFact* fact);
  // What a line says of households, and of the run as a whole, is not what the line is there for.
  bool aside = false;
};

template <int64_t LogFact::*member>
void FillNumber(std::string_view text, LogFact* fact) {
  std::from_chars(text.data(), text.data() + text.size(), fact->*member);
}
void FillHouseholds(std::string_view /*text*/, LogFact* fact) { fact->households = true; }
void FillPath(std::string_view text, LogFact* fact) { fact->path = text; }
void FillPermille(std::string_view text, LogFact* fact) { fact->count = ReadPermille(text); }
void FillDuration(std::string_view text, LogFact* fact) { fact->count = ReadDuration(text); }
void FillId(std::string_view text, LogFact* fact) { fact->customer_id = Plain(text); }
void FillUsername(std::string_view text, LogFact* fact) {
  fact->username = UndoLiteralEscapes(Plain(text));
}
void FillResult(std::string_view text, LogFact* fact) { fact->result = Plain(text); }

constexpr Filler kFillers[] = {{"batch", FillNumber<&LogFact::batch>},
                               {"batches", FillNumber<&LogFact::batches>},
                               {"attempt", FillNumber<&LogFact::attempt>},
                               {"status", FillNumber<&LogFact::status>},
                               {"count", FillNumber<&LogFact::count>},
                               {"first", FillNumber<&LogFact::first>},
                               {"last", FillNumber<&LogFact::last>},
                               {"done", FillNumber<&LogFact::count>, true},
                               {"of", FillNumber<&LogFact::batches>, true},
                               {"path", FillPath},
                               {"permille", FillPermille},
                               {"duration", FillDuration},
                               {"id", FillId},
                               {"username", FillUsername},
                               {"result", FillResult},
                               {"username_and_error", SplitUsernameAndError},
                               {"households", FillHouseholds, true},
                               {"households_too", FillHouseholds, true}};

const Filler* FillerOf(const std::string& name) {
  for (const Filler& filler : kFillers)
    if (filler.name == name) return &filler;
  throw std::invalid_argument("no group of a pattern: " + name);
}

bool IsOfEmoji(char c) { return static_cast<signed char>(c) < 0 || c == '?'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

// How long what may stand before a message's words is: an emoji, in whatever encoding it survived
// (question marks included), or a tag in brackets, and the spaces behind it.
size_t HeadSize(std::string_view message) {
  constexpr size_t kLongestTag = 32;
  const size_t size = message.size();
  size_t end = 0;
  if (size > 0 && IsOfEmoji(message[0])) {
    while (end < size && (IsOfEmoji(message[end]) || message[end] == ' ')) ++end;
    return end;
  }
  if (size < 2 || message[0] != '[' || !IsCapital(message[1])) return 0;
  for (end = 2;
       end < size && (IsCapital(message[end]) || message[end] == '_' || message[end] == ' ');)
    ++end;
  if (end == size || message[end] != ']' || end - 1 > kLongestTag) return 0;
  for (++end; end < size && message[end] == ' ';) ++end;
  return end;
}

RE2::Options BytesOptions() {
  // A broken byte in a name must not hide the line.
  RE2::Options options(RE2::Latin1);
  options.set_dot_nl(true);
  return options;
}

// A pattern of the table, made ready.
class Reader {
 public:
  explicit Reader(const LogPattern& pattern)
      : pattern_(pattern), regex_(std::string(pattern.regex), BytesOptions()) {
    for (const auto& [number, name] : regex_.CapturingGroupNames())
      fillers_.push_back(FillerOf(name));
  }

  // REQUIRES: it matches the text.
  LogFact FactOf(std::string_view text) const {
    LogFact fact{.fact = pattern_.fact, .pattern = pattern_.id};
    // A failure ends in a name, a result or an error, also where that is still to come.
    fact.open_ended = pattern_.fact == Fact::kFailure;
    std::array<re2::StringPiece, 1 + kMostGroups> groups;
    regex_.Match({text.data(), text.size()}, 0, text.size(), RE2::ANCHOR_BOTH, groups.data(),
                 static_cast<int>(1 + fillers_.size()));
    for (size_t i = 0; i < fillers_.size(); ++i) {
      const re2::StringPiece& group = groups[1 + i];
      if (group.data() == nullptr) continue;
      fillers_[i]->fill({group.data(), group.size()}, &fact);
      const bool at_end = group.data() + group.size() == text.data() + text.size();
      fact.open_ended |= at_end && !fillers_[i]->aside;
    }
    return fact;
  }

 private:
  static constexpr size_t kMostGroups = 8;

  const LogPattern& pattern_;
  RE2 regex_;
  std::vector<const Filler*> fillers_;  // of its groups, all of which have names
};

// The table, made ready: one automaton that tells which patterns match, and each for its groups.
class Matcher {
 public:
  Matcher() : set_(BytesOptions(), RE2::ANCHOR_BOTH) {
    for (const LogPattern& pattern : LogPatterns()) {
      set_.Add(std::string(pattern.regex), nullptr);
      readers_.push_back(std::make_unique<Reader>(pattern));
    }
    set_.Compile();
  }

  // What the first pattern that matches tells. One whose text begins as a head does stands in the
  // table behind those that match behind it.
  std::optional<LogFact> Read(std::string_view message) const {
    std::string_view text = message.substr(HeadSize(message));
    const Reader* reader = Find(text);
    if (reader == nullptr && text.size() < message.size()) {
      text = message;
      reader = Find(text);
    }
    return reader == nullptr ? std::nullopt : std::optional(reader->FactOf(text));
  }

 private:
  const Reader* Find(std::string_view text) const {
    std::vector<int> matching;
    if (!set_.Match({text.data(), text.size()}, &matching)) return nullptr;
    return readers_[static_cast<size_t>(*std::ranges::min_element(matching))].get();
  }

  RE2::Set set_;
  std::vector<std::unique_ptr<Reader>> readers_;
};

}  // namespace

std::optional<LogFact> ReadFact(std::string_view message) {
  static const Matcher kMatcher;
  return kMatcher.Read(Trim(message));
}

}  // namespace analyzer
