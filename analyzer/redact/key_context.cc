#include "analyzer/redact/key_context.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/redact/vocabulary.h"

namespace analyzer {
namespace {

constexpr size_t kDeepest = 6;  // each level doubles the backslashes
constexpr size_t kLongestKey = 256;

// A quote in a string that is the n-th inside of another has 2^n - 1 backslashes before it.
bool IsQuoteOfLevel(size_t backslashes, size_t level) {
  const size_t period = size_t{2} << level;
  return backslashes % period == period / 2 - 1;
}

// `2025-11-10 08:…`, `[08:15:02]`: a line of a log, or a block of the client's window.
bool BeginsLogLine(std::string_view line) {
  const auto has_shape = [&](std::string_view shape) {
    if (line.size() < shape.size()) return false;
    for (size_t i = 0; i < shape.size(); ++i) {
      if (shape[i] == 'd' ? !IsDigit(line[i]) : line[i] != shape[i]) return false;
    }
    return true;
  };
  return has_shape("dddd-dd-dd dd:dd") || has_shape("[dd:dd:dd]");
}

}  // namespace

size_t KeyContext::ClosingQuote(size_t begin, size_t backslashes) const {
  for (size_t at = begin; at < text_.size() && at - begin <= kLongestKey; ++at) {
    if (text_[at] == '\n') break;
    if (text_[at] != '"') continue;
    size_t before = 0;
    while (before < at - begin && text_[at - before - 1] == '\\') ++before;
    if (before == backslashes) return at;
  }
  return std::string_view::npos;
}

void KeyContext::TakeKey(std::string_view key) {
  switch (KindOfKey(key)) {
    case KeyKind::kText:
      strictness_ = Strictness::kText;
      break;
    case KeyKind::kCode:
      strictness_ = Strictness::kCode;
      break;
    case KeyKind::kOther:
      strictness_ = Strictness::kAll;
      break;
  }
}

void KeyContext::OnQuote(size_t at, size_t backslashes) {
  for (size_t level = std::min(depth_, kDeepest) + 1; level-- > 0;) {
    if (!IsQuoteOfLevel(backslashes, level)) continue;
    if (level < depth_) {
      depth_ = level;
      return;
    }
    depth_ = level + 1;
    const size_t close = ClosingQuote(at + 1, backslashes);
    if (close == std::string_view::npos) return;
    size_t behind = close + 1;
    while (behind < text_.size() && (text_[behind] == ' ' || text_[behind] == '\t')) ++behind;
    if (behind == text_.size() || text_[behind] != ':') return;
    key_end_ = close;
    TakeKey(text_.substr(at + 1, close - backslashes - at - 1));
    return;
  }
}

void KeyContext::OnSingleQuote(size_t at) {
  if (at < key_end_) return;
  const size_t close = text_.find_first_of("'\n", at + 1);
  if (close == std::string_view::npos || text_[close] != '\'' || close - at > kLongestKey) return;
  if (text_.substr(close + 1, 1) != ":") return;
  key_end_ = close;
  TakeKey(text_.substr(at + 1, close - at - 1));
}

void KeyContext::OnLineEnd(size_t at) {
  depth_ = 0;
  const size_t next = text_.find_first_not_of(" \t\r\n", at);
  // What goes on over a line's end, of JSON, is a list or a value behind its key.
  const bool goes_on = next != std::string_view::npos &&
                       (std::string_view("\"'[{]}-,").find(text_[next]) != std::string_view::npos ||
                        IsDigit(text_[next])) &&
                       !BeginsLogLine(text_.substr(next, 32)) && text_.substr(next, 3) != "---";
  if (!goes_on) strictness_ = Strictness::kText;
}

void KeyContext::OnLogHead() {
  depth_ = 0;
  strictness_ = Strictness::kText;
}

bool KeyContext::IsControlEscape(size_t at, size_t backslashes) const {
  const size_t letter = at + backslashes;
  if (letter >= text_.size() ||
      std::string_view("nrtbf").find(text_[letter]) == std::string_view::npos) {
    return false;
  }
  // Outside of quotes it is more likely a folder's name behind the backslash of Windows.
  if (depth_ == 0) {
    const char next = letter + 1 < text_.size() ? text_[letter + 1] : ' ';
    return backslashes == 1 && text_[letter] != 'b' && text_[letter] != 'f' &&
           !(next >= 'a' && next <= 'z') && next != '_';
  }
  const size_t unit = size_t{1} << (std::min(depth_, kDeepest) - 1);
  return backslashes % (2 * unit) == unit;
}

}  // namespace analyzer
