#include "analyzer/extract/window_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

// An emoji, in whatever encoding it survived, stands before the words.
constexpr const char* kEntryHead =
    R"(\[(\d\d):(\d\d):(\d\d)\] .{0,16}(SUCCESS|ERROR) - Batch (\d{1,9}))";

std::string Stated(std::string_view text) {
  const std::string_view value = Trim(text);
  return value == "None" || value == "null" ? "" : std::string(value);
}

bool IsRule(std::string_view line) {
  return line.size() >= 80 && line.find_first_not_of('-') == std::string_view::npos;
}

Record FailureOf(std::string_view id, Span span) {
  Record record;
  record.customer_id = Stated(id);
  record.voice = Voice::kLogLine;
  record.extractor = "window-failure";
  record.span = span;
  const std::string none;
  Judge(&none, false, &record);
  return record;
}

}  // namespace

WindowFindings WindowText::Take(std::string_view line, Span span) {
  in_details_ = false;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.empty()) return {};
  if (line.front() == '[') {
    if (auto next = ReadHead(line, span)) {
      WindowFindings findings = Finish();
      block_ = next;
      return findings;
    }
  }
  if (!block_) return {};
  block_->span.end = span.end;
  if (IsRule(line)) {
    block_->closed = true;
    return Finish();
  }
  WindowFindings findings;
  in_details_ = TakeDetail(line, span, &findings);
  if (in_details_) return findings;
  if (line.front() != ' ') findings.failure = std::exchange(failure_, std::nullopt);
  TakeField(line);
  return findings;
}

void WindowText::TakeBody(std::string_view body, bool whole) {
  static const RE2 kRaw(R"(\s*\{\s*"raw_response"\s*:(?s:.*))");
  if (!block_) return;
  block_->raw_body = RE2::FullMatch({body.data(), body.size()}, kRaw);
  block_->unread_body = !whole;
}

WindowFindings WindowText::Finish() {
  in_details_ = false;
  WindowFindings findings{std::exchange(failure_, std::nullopt), std::nullopt};
  if (block_) findings.block = {FactsOf(*block_), block_->time_of_day, block_->span};
  block_.reset();
  return findings;
}

std::optional<int64_t> WindowText::batch() const {
  return block_ ? std::optional(block_->batch) : std::nullopt;
}

std::optional<int64_t> WindowText::time_of_day() const {
  return block_ ? std::optional(block_->time_of_day) : std::nullopt;
}

std::optional<int64_t> WindowText::status() const {
  return block_ && block_->status >= 0 ? std::optional(block_->status) : std::nullopt;
}

size_t WindowText::BlockEnd(std::string_view text, size_t at) {
  static const RE2 kBlockEnd("(?m)^(-{80}|" + std::string(kEntryHead) + "\\r?$)");
  const std::string_view rest = text.substr(std::min(at, text.size()));
  re2::StringPiece end;
  if (!RE2::PartialMatch({rest.data(), rest.size()}, kBlockEnd, &end)) return text.size();
  return static_cast<size_t>(end.data() - text.data());
}

std::optional<WindowText::Block> WindowText::ReadHead(std::string_view line, Span span) {
  static const RE2 kWholeHead(kEntryHead);
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  std::string word;
  Block block;
  if (!RE2::FullMatch({line.data(), line.size()}, kWholeHead, &hours, &minutes, &seconds, &word,
                      &block.batch) ||
      hours > 23 || minutes > 59 || seconds > 59) {
    return std::nullopt;
  }
  block.time_of_day = ((hours * 60 + minutes) * 60 + seconds) * int64_t{1000};
  block.error = word == "ERROR";
  block.span = span;
  return block;
}

// True where the line is one of a failure's.
bool WindowText::TakeDetail(std::string_view line, Span span, WindowFindings* findings) {
  static const RE2 kId(R"( +\d+\. (?:(?:Customer|Household) )?ID: ?(.*))");
  static const RE2 kUsername(R"( +Username: ?(.*))");
  static const RE2 kError(R"( +Error: ?(.*))");
  const re2::StringPiece text(line.data(), line.size());
  re2::StringPiece value;
  if (RE2::FullMatch(text, kId, &value)) {
    findings->failure =
        std::exchange(failure_, WindowFailure{FailureOf({value.data(), value.size()}, span),
                                              block_->batch, block_->time_of_day});
    ++block_->named;
    return true;
  }
  if (!failure_) return false;
  const bool username = RE2::FullMatch(text, kUsername, &value);
  if (!username && !RE2::FullMatch(text, kError, &value)) return false;
  const std::string_view stated(value.data(), value.size());
  Record& record = failure_->record;
  if (username) {
    record.username = UndoLiteralEscapes(Stated(stated));
  } else if (Trim(stated) != kNoMessage) {
    record.error = Stated(stated);
  }
  record.span.end = span.end;
  return true;
}

// The first of a kind counts: what an error's text holds stands further down.
void WindowText::TakeField(std::string_view line) {
  static const RE2 kField(
      R"([^A-Za-z]{0,16}(Status Code|Customers|Households|Attempt|Failed Customers|)"
      R"(Failed Households|API Failures): *(\d{1,18})\b.*)");
  std::string name;
  int64_t number = 0;
  if (!RE2::FullMatch({line.data(), line.size()}, kField, &name, &number)) return;
  block_->households |= name.ends_with("Households");
  int64_t* const member = name == "Status Code"        ? &block_->status
                          : name == "Attempt"          ? &block_->attempt
                          : name == "API Failures"     ? &block_->api_failures
                          : name.starts_with("Failed") ? &block_->failed
                                                       : &block_->count;
  if (*member < 0) *member = number;
}

std::vector<LogFact> WindowText::FactsOf(const Block& block) {
  LogFact base{.fact = Fact::kNoResult,
               .pattern = "window_error",
               .batch = block.batch,
               .attempt = block.attempt,
               .status = block.status,
               .count = block.count,
               .households = block.households};
  std::vector<LogFact> facts;
  const bool success_status = block.status >= 200 && block.status < 300;
  if (block.raw_body || (block.error && success_status)) {
    base.fact = Fact::kBodyBroken;
    base.pattern = "window_body_broken";
    facts.push_back(base);
  } else if (block.error) {
    facts.push_back(base);
  }
  if (!block.error) AddAnswer(block, base, &facts);
  return facts;
}

void WindowText::AddAnswer(const Block& block, const LogFact& base, std::vector<LogFact>* facts) {
  const int64_t failures = block.failed >= 0 ? block.failed : block.api_failures;
  LogFact fact = base;
  if (failures > 0) {
    fact.fact = Fact::kAnsweredFailures;
    fact.pattern = "window_failures";
    fact.count = failures;
    facts->push_back(fact);
  } else if (block.closed && !block.raw_body && !block.unread_body) {
    fact.fact = Fact::kAnswered;
    fact.pattern = "window_success";
    facts->push_back(fact);
  }
  if (block.named > 0 && block.named < failures) {
    fact.fact = Fact::kMoreFailures;
    fact.pattern = "window_more_failures";
    fact.count = failures - block.named;
    facts->push_back(fact);
  }
}

}  // namespace analyzer
