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

// Names of groups say which member of LogFact they fill. Of several patterns that match, the first
// counts. Each is anchored at both ends: user names, paths and bodies may quote other messages.
std::vector<LogPattern> MakeTable() {
  return {
      {"run_starts",
       R"(Starting bulk import from (?P<count>\d{1,18}) files?)",
       Fact::kRunStarts,
       {"🚀 Starting bulk import from 7 files", "[IMPORT] Starting bulk import from 50000 files",
        "ðŸš€ Starting bulk import from 1 file", "Starting bulk import from 2 files"},
       {"🚀 Starting bulk import", "user: Starting bulk import from 7 files",
        "Starting bulk import from 7 files again"}},
      {"loaded_as_batches",
       R"((?:Loaded|Planned) (?P<count>\d{1,18}) (?:customers|(?P<households>households)) from )"
       R"((?P<path>.+) -> (?P<batches>\d{1,18}) batch(?:es)?(?: \(not loaded yet\))?)",
       Fact::kLoaded,
       {"Loaded 100 customers from batches/a.json -> 2 batches",
        "Planned 100 households from C:\\Users\\Test User\\a -> b.json -> 2 batches (not loaded "
        "yet)",
        "Planned 9 customers from batches/a (1).json -> 1 batches (not loaded yet)"},
       {"[STATS] Planned 14 batches (lazy loading - files will be loaded during processing)",
        "Planned 100 customers from a.json", "Planned many customers from a.json -> 2 batches"}},
      {"loaded",
       R"(Loaded (?P<count>\d{1,18}) (?:customers|(?P<households>households)) from (?P<path>.+))",
       Fact::kLoaded,
       {"Loaded 100 customers from batches/customers 01.json",
        "Loaded 3 households from D:\\export\\all.json"},
       {"Loaded 100 customers", "Loaded customers from a.json", "Saved 5 customers from a.json"}},
      {"created",
       R"(Created (?P<batches>\d{1,18}) batch(?:es)? of (?P<count>\d{1,18}) )"
       R"((?:customers|(?P<households>households)) each)",
       Fact::kCreated,
       {"📦 Created 10 batches of 70 customers each",
        "[STATS] Created 2 batches of 70 households each"},
       {"[RETRY] Created 1 retry files in retry_batches_20260101_000000",
        "Created single_failures directory structure with README"}},
      {"total",
       R"(Total (?:customers|(?P<households>households)) to import: (?P<count>\d{1,18}))",
       Fact::kTotal,
       {"[STATS] Total customers to import: 200", "📊 Total households to import: 100"},
       {"   Total customers: 700", "Total customers to import: none"}},
      {"loading_batch",
       R"(Loading batch (?P<batch>\d{1,18}) from (?P<path>.+) )"
       R"(\((?:customers|(?P<households>households)) (?P<first>\d{1,18})-(?P<last>\d{1,18})\) - )"
       R"((?P<count>\d{1,18}) (?:customers|(?P<households_too>households)))",
       Fact::kLoadingBatch,
       {"Loading batch 3 from batches/a b (customers 0-70).json (customers 70-100) - 30 customers",
        "Loading batch 1 from C:\\in\\a.json (households 0-70) - 70 households",
        "📥 Loading batch 12 from a.json (customers 0-1) - 1 households"},
       {"Loading batch 3 from a.json", "Loading batch 3 from a.json (customers 0-70)"}},
      {"sending",
       R"(Sending batch (?P<batch>\d{1,18}) \(attempt (?P<attempt>\d{1,18})/\d{1,18}\) - )"
       R"((?P<count>\d{1,18}) (?:customers|(?P<households>households)))",
       Fact::kSending,
       {"Sending batch 3 (attempt 1/2) - 70 customers",
        "📤 Sending batch 10 (attempt 2/3) - 1 households"},
       {"Batch 3 (attempt 1/2)", "Sending batch 3 - 70 customers",
        "note: Sending batch 3 (attempt 1/2) - 70 customers"}},
      {"failed_with_status",
       R"(Batch (?P<batch>\d{1,18}) failed with status (?P<status>\d{1,3}))"
       R"((?: \(attempt (?P<attempt>\d{1,18})(?:/\d{1,18})?\))?(?::.*)?)",
       Fact::kNoResult,
       {"⚠️ Batch 12 failed with status 500: {\"type\": \"/problem/internal\"}",
        "[WARNING] Batch 12 failed with status 502: <html> Batch 3 (attempt 1/2)",
        "⚠ Batch 1 failed with status 429:", "[ERROR] Batch 1 failed with status 503"},
       {"⚠️ Batch 12 failed", "Batch 12 failed with status unknown",
        "The Batch 12 failed with status 500: x"}},
      {"attempt_error",
       R"(Batch (?P<batch>\d{1,18}) error \(attempt (?P<attempt>\d{1,18})(?:/\d{1,18})?\)(?::.*)?)",
       Fact::kNoResult,
       {"[ERROR] Batch 4 error (attempt 1): ('Connection aborted.', OSError(5))",
        "❌ Batch 4 error (attempt 2/2): Sending batch 3 (attempt 1/2) - 70 customers"},
       {"[ERROR] Batch 4 error", "[ERROR] Error parsing API response for failures: Batch 4 error"}},
      {"timed_out",
       R"(Batch (?P<batch>\d{1,18}) (?:timed out|timeout) )"
       R"(\(attempt (?P<attempt>\d{1,18})(?:/\d{1,18})?\).*)",
       Fact::kNoResult,
       {"⏰ Batch 5 timed out (attempt 1)", "[TIMEOUT] Batch 5 timed out (attempt 2/3)",
        "[ERROR] Batch 5 timeout (attempt 1): Read timed out"},
       {"Batch 5 timed out", "The request of Batch 5 timed out (attempt 1)"}},
      {"body_broken",
       R"(Batch (?P<batch>\d{1,18}) - JSON decode error\b.*)",
       Fact::kBodyBroken,
       {"⚠️ Batch 7 - JSON decode error: Expecting value: line 1 column 1 (char 0)",
        "[WARNING] Batch 7 - JSON decode error: Unterminated string starting at: line 1"},
       {"JSON decode error: Batch 7", "Batch 7 - JSON decoded"}},
      {"checking",
       R"(Batch (?P<batch>\d{1,18}) - Checking for failed (?:customers|(?P<households>households)))"
       R"( in response\b.*)",
       Fact::kChecking,
       {"[CHECK] Batch 1 - Checking for failed customers in response...",
        "🔍 Batch 22 - Checking for failed households in response..."},
       {"[CHECK] Batch 1", "Checking for failed customers in response..."}},
      {"found_failed_result",
       R"(FOUND FAILED (?:CUSTOMER|(?P<households>HOUSEHOLD)): (?P<id>\S*) - )"
       R"((?P<username>.*) - Result:(?P<result>.*))",
       Fact::kFailure,
       {"[FAILED] FOUND FAILED CUSTOMER: 50000001000 - ANNA TEST-1234 - Result: CONFLICT",
        "[FAILED] FOUND FAILED CUSTOMER: None - None - Result: FAILED",
        "❌ FOUND FAILED CUSTOMER: 5 - A - Result: X - B - Result: ERROR",
        "[FAILED] FOUND FAILED HOUSEHOLD: H-1 - None - Result: NOT_FOUND",
        "[FAILED] FOUND FAILED CUSTOMER: 5 -  - Result:"},
       {"FOUND FAILED CUSTOMER: 50 00 - ",
        "[REGEX] Found 5 failed customer matches in response text"}},
      {"found_failed",
       R"(FOUND FAILED (?:CUSTOMER|(?P<households>HOUSEHOLD)): (?P<id>\S*) -(?:)"
       R"( (?P<username>.*))?)",
       Fact::kFailure,
       {"[FAILED] FOUND FAILED CUSTOMER: 50000001000 - ANNA TEST-1234",
        "FOUND FAILED CUSTOMER: None - None",
        "❌ FOUND FAILED CUSTOMER: 7 - Sending batch 3 (attempt 1/2) - 70 customers",
        "[FAILED] FOUND FAILED CUSTOMER: 7 - "},
       {"[FAILED] FOUND FAILED CUSTOMER:", "[FAILED] FOUND FAILED CUSTOMER: 7 8 - ANNA",
        "see [FAILED] FOUND FAILED CUSTOMER: 7 - ANNA"}},
      {"new_failed",
       R"(NEW FAILED (?:CUSTOMER|(?P<households>HOUSEHOLD)): (?P<id>\S*) -(?: (?P<username>.*))?)",
       Fact::kFailure,
       {"[REGEX] NEW FAILED CUSTOMER: 50000001000 - BJ\\u00d6RN TEST-1234",
        "🔍 NEW FAILED CUSTOMER: None - ANN - MARIE TEST-1"},
       {"[REGEX] NEW FAILED CUSTOMER", "[REGEX] NEW FAILED CUSTOMER: 1 2 - ANNA"}},
      {"failed_with_error",
       R"(- Failed: (?P<id>\S*) \((?P<username_and_error>.*\) -.*))",
       Fact::kFailure,
       {"   - Failed: 50000001000 (ANNA TEST-1234) - Customer already exists with this ID",
        "   - Failed: None (None) - Unknown error",
        "- Failed: 7 (ANNA (BERIT) - TEST) - Field (x) - bad", "   - Failed: 8 (ANNA) - "},
       {"   Failed: 12", "   - Failed: 50 00 (ANNA) - x", "   - Failed: 7 (ANNA)",
        "   - Failed: 0"}},
      {"more_failures",
       R"(- \.\.\. and (?P<count>\d{1,18}) more failures?)",
       Fact::kMoreFailures,
       {"   - ... and 12 more failures", "- ... and 1 more failures"},
       {"... and 12 more failures were seen", "   - ... and more failures"}},
      {"answered_failures",
       R"(Batch (?P<batch>\d{1,18}) completed (?:with HTTP (?P<status>\d{3}) )?but )"
       R"((?P<count>\d{1,18}) (?:customers|(?P<households>households)) (?:FAILED|failed)!?)",
       Fact::kAnsweredFailures,
       {"[FAILED] Batch 3 completed with HTTP 200 but 12 customers FAILED!",
        "⚠️ Batch 1 completed but 5 customers failed",
        "[FAILED] Batch 3 completed with HTTP 201 but 1 households FAILED!"},
       {"Batch 1 completed but late", "Batch 1 completed with HTTP 200 but customers FAILED!"}},
      {"answered_no_failures",
       R"(Batch (?P<batch>\d{1,18}) - No failed (?:customers|(?P<households>households)) detected)",
       Fact::kAnswered,
       {"[SUCCESS] Batch 14 - No failed customers detected",
        "✅ Batch 1 - No failed households detected"},
       {"No failed customers detected", "Batch 14 - No failed customers"}},
      {"answered_successfully",
       R"(Batch (?P<batch>\d{1,18}) completed successfully\b.*)",
       Fact::kAnswered,
       {"✅ Batch 2 completed successfully - 1/10",
        "[SUCCESS] Batch 14 completed successfully - 17/4"},
       {"Batch completed successfully", "Import of Batch 2 completed successfully"}},
      {"answered",
       R"(\[SUCCESS\] Batch (?P<batch>\d{1,18}) completed\b.*)",
       Fact::kAnswered,
       {"[SUCCESS] Batch 14 completed - 3/4", "[SUCCESS] Batch 14 completed"},
       {"[ERROR] Batch 14 completed with errors", "[SUCCESS] Batch completed"}},
      {"failures_detected",
       R"(TOTAL FAILED (?:CUSTOMERS|(?P<households>HOUSEHOLDS)) DETECTED: (?P<count>\d{1,18}))",
       Fact::kFailuresDetected,
       {"[FAILED] TOTAL FAILED CUSTOMERS DETECTED: 12", "❌ TOTAL FAILED HOUSEHOLDS DETECTED: 1"},
       {"[FAILED] TOTAL FAILED CUSTOMERS DETECTED:", "TOTAL FAILED: 12"}},
      {"saved_failed_batch",
       R"(Saved failed batch (?P<batch>\d{1,18}) to (?P<path>.+) )"
       R"(\((?P<count>\d{1,18}) (?:customers|(?P<households>households))\))",
       Fact::kSavedBatch,
       {"💾 Saved failed batch 3 to failed_customers/batches_to_retry/batch_00003.json (70 "
        "customers)",
        "[SAVE] Saved failed batch 3 to C:\\Test (old)\\batch_00003.json (1 households)"},
       {"Saved 5 failed customers to failed_customers/failed_customers.json",
        "[SAVE] Saved failed batch 3 to a.json"}},
      {"saved_non_200_batch",
       R"(Saved non-\d{3} batch (?P<batch>\d{1,18}) \(HTTP (?P<status>\d{1,3})\) to (?P<path>.+))",
       Fact::kSavedBatch,
       {"[RESPONSE_NOK] Saved non-200 batch 12 (HTTP 500) to a b/batch_00012_status_500.json"},
       {"[RESPONSE_NOK] Saved non-200 batch 12 to a.json"}},
      {"aborting",
       R"(Aborting batch (?P<batch>\d{1,18})\b.*)",
       Fact::kNeverSent,
       {"[AUTH SERVICE DOWN] Aborting batch 9", "🛑 Aborting batch 10 - authentication is down"},
       {"[AUTH SERVICE DOWN] Aborting", "Not Aborting batch 9"}},
      {"stopping",
       R"(STOPPING - Batch (?P<batch>\d{1,18}) not processed\b.*)",
       Fact::kNeverSent,
       {"[STOP] STOPPING - Batch 11 not processed due to earlier errors",
        "🛑 STOPPING - Batch 11 not processed"},
       {"[STOP] STOPPING", "Batch 11 not processed"}},
      {"run_ends",
       R"((?:HOUSEHOLD |CUSTOMER )?IMPORT SUMMARY:)",
       Fact::kRunEnds,
       {"📊 IMPORT SUMMARY:", "[SUMMARY] IMPORT SUMMARY:"},
       {"[RETRY] Summary saved to: retry_batches/retry_summary.json", "IMPORT SUMMARY: 5 of 7"}},
  };
}

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
    {"last", &LogFact::last}};

void FillGroup(std::string_view name, std::string_view text, LogFact* fact) {
  for (const NumberGroup& group : kNumberGroups) {
    if (group.name != name) continue;
    std::from_chars(text.data(), text.data() + text.size(), fact->*group.member);
    return;
  }
  if (name == "path") fact->path = text;
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
      fact->open_ended |= group.data() + group.size() == message.data() + message.size() &&
                          name != "households" && name != "households_too";
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

const std::vector<LogPattern>& LogPatterns() {
  static const std::vector<LogPattern> kTable = MakeTable();
  return kTable;
}

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
