#include "analyzer/extract/window_text.h"

#include <re2/re2.h>

#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

std::string Stated(std::string_view text) {
  const std::string_view value = Trim(text);
  return value == "None" || value == "null" ? "" : std::string(value);
}

}  // namespace

std::optional<WindowFailure> WindowText::Take(std::string_view line, Span span) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.empty()) return std::nullopt;
  if (line.front() == '[' && TakeHead(line)) return Finish();
  if (!in_block()) return std::nullopt;
  if (line.size() >= 80 && line.find_first_not_of('-') == std::string_view::npos) {
    batch_ = time_of_day_ = std::nullopt;
    return Finish();
  }
  static const RE2 kId(R"( +\d+\. ID: (.*))");
  re2::StringPiece id;
  if (RE2::FullMatch(line, kId, &id)) {
    auto whole = Finish();
    failure_ = WindowFailure{{}, *batch_, *time_of_day_};
    Record& record = failure_->record;
    record.customer_id = Stated(id);
    record.voice = Voice::kLogLine;
    record.extractor = "window-failure";
    record.span = span;
    const std::string none;
    Judge(&none, false, &record);
    return whole;
  }
  if (line.front() != ' ') return Finish();
  if (failure_) TakeDetail(line, span);
  return std::nullopt;
}

std::optional<WindowFailure> WindowText::Finish() { return std::exchange(failure_, std::nullopt); }

bool WindowText::TakeHead(std::string_view line) {
  static const RE2 kHead(R"(\[(\d\d):(\d\d):(\d\d)\] .{0,16}(?:SUCCESS|ERROR) - Batch (\d{1,9}))");
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int64_t batch = 0;
  if (!RE2::FullMatch(line, kHead, &hours, &minutes, &seconds, &batch)) return false;
  batch_ = batch;
  time_of_day_ = ((hours * 60 + minutes) * 60 + seconds) * int64_t{1000};
  return true;
}

void WindowText::TakeDetail(std::string_view line, Span span) {
  static const RE2 kUsername(R"( +Username: (.*))");
  static const RE2 kError(R"( +Error: (.*))");
  re2::StringPiece value;
  if (RE2::FullMatch(line, kUsername, &value)) {
    failure_->record.username = UndoLiteralEscapes(Stated(value));
  } else if (RE2::FullMatch(line, kError, &value)) {
    // The client's own words where the API gave none.
    if (value != "Unknown error") failure_->record.error = Stated(value);
  } else {
    return;
  }
  failure_->record.span.end = span.end;
}

}  // namespace analyzer
