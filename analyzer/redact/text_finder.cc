#include "analyzer/redact/text_finder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/redact/secrets.h"
#include "analyzer/redact/vocabulary.h"

namespace analyzer {
namespace {

constexpr size_t kLongestLocalPart = 256;  // of an email, escapes counted
constexpr std::string_view kHarmlessDomain = ".example";

bool IsForeign(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// What begins something to be looked at. All else is passed over.
constexpr std::array<bool, 256> MakeStops() {
  std::array<bool, 256> stops{};
  for (int c = 0; c < 256; ++c) {
    stops[static_cast<size_t>(c)] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                    (c >= 'A' && c <= 'Z') || c >= 0x80 || c == '"' || c == '\'' ||
                                    c == '\\' || c == '\n' || c == '}' || c == '+';
  }
  return stops;
}
constexpr std::array<bool, 256> kStops = MakeStops();

}  // namespace

void TextFinder::Step() {
  const char c = text_[at_];
  if (!kStops[static_cast<unsigned char>(c)]) {
    ++at_;
  } else if (c == '\n') {
    context_.OnLineEnd(at_++);
  } else if (c == '"') {
    context_.OnQuote(at_++, 0);
  } else if (c == '\'') {
    context_.OnSingleQuote(at_++);
  } else if (c == '}') {
    context_.OnClose();
    ++at_;
  } else if (c == '\\') {
    TakeBackslashes();
  } else if (c == '+') {
    if (IsLetter(Before()) || IsDigit(Before()) || !TakeSpans(ReadPhone(text_, at_))) ++at_;
  } else {
    TakeRun();
  }
}

void TextFinder::TakeBackslashes() {
  const size_t end = std::min(text_.find_first_not_of('\\', at_), text_.size());
  const size_t backslashes = end - at_;
  if (end < text_.size() && text_[end] == '"') {
    context_.OnQuote(end, backslashes);
    at_ = end + 1;
  } else if (const size_t mark_end = EscapedMarkEnd(text_, at_); mark_end > at_) {
    at_ = mark_end;
    escape_end_ = at_;
  } else if (context_.IsControlEscape(at_, backslashes)) {
    at_ = end + 1;
    escape_end_ = at_;
  } else if (!ReadEscapedRun(text_, at_).places.empty()) {
    TakeRun();
  } else {
    at_ = end;
  }
}

void TextFinder::NoteEmail() {
  const auto is_local = [](char c) {
    return IsDigit(c) || IsLetter(c) || IsForeign(c) || c == '.' || c == '_' || c == '%' ||
           c == '+' || c == '-';
  };
  if (at_ < email_end_ || (at_ != escape_end_ && is_local(Before()))) return;
  size_t end = at_;
  while (end < text_.size() && end - at_ < kLongestLocalPart &&
         (is_local(text_[end]) || text_[end] == '\\')) {
    ++end;
  }
  if (end + 1 >= text_.size() || text_[end] != '@') return;
  if (ReadEscapedRun(text_, end + 1).places.empty()) return;
  size_t last = ++end;
  while (end < text_.size() && (is_local(text_[end]) || text_[end] == '\\')) {
    const EscapedRun run = ReadEscapedRun(text_, end);
    const bool letters = !run.places.empty();
    // A backslash that spells no letter is that of a quote or a line break behind the email.
    if (!letters && text_[end] == '\\') break;
    end = letters ? run.span.end : end + 1;
    if (letters) last = end;
  }
  email_end_ = last;
}

void TextFinder::TakeRun() {
  NoteEmail();
  if (IsDigit(text_[at_]) && TakeDate()) return;
  size_t end = at_;
  bool digits = true;
  while (end < text_.size() && (IsDigit(text_[end]) || IsLetter(text_[end]))) {
    digits &= IsDigit(text_[end]);
    ++end;
  }
  if (end < text_.size() && (text_[end] == '\\' || IsForeign(text_[end]))) {
    const EscapedRun run = ReadEscapedRun(text_, at_);
    if (run.span.end > end) {
      TakeEscaped(run);
      return;
    }
  }
  if (digits) {
    TakeDigits(end);
  } else {
    TakeAscii(end);
  }
}

void TextFinder::Put(Span span, std::string_view text) {
  if (text_.substr(span.begin, span.size()) == text) return;
  take_(span, text);
}

void TextFinder::Replace(Span span, std::string text) {
  if (span.end == email_end_) text += kHarmlessDomain;
  Put(span, text);
}

void TextFinder::EndWord(size_t end) {
  at_ = end;
  word_end_ = end;
}

void TextFinder::TakeAscii(size_t end) {
  const std::string_view word = text_.substr(at_, end - at_);
  Replace({at_, end}, words_.Run(word, strictness()));
  EndWord(end);
  if (TakeSecret(word)) return;
  last_word_ = word;
}

bool TextFinder::TakeSecret(std::string_view word) {
  std::string lower = InLowerCase(word);
  const bool key = lower == "key" && InLowerCase(last_word_) == "api";
  const Span value = SecretBehind(text_, key ? "apikey" : lower, word_end_);
  if (value.size() == 0 || text_.substr(value.begin, value.size()) == "null") return false;
  // What quotes the value is told of, so that it is not taken for the begin of one.
  for (size_t at = word_end_; at < value.begin; ++at) {
    if (text_[at] == '"') context_.OnQuote(at, text_[at - 1] == '\\' ? 1 : 0);
  }
  // Headers that are closed become `{}`; broken ones are marked, so that the next reader stops
  // there.
  const bool closed = lower == "headers" && text_.substr(value.end, 1) == "}";
  Put(value, closed ? "" : kDropped);
  at_ = value.end;
  return true;
}

}  // namespace analyzer
