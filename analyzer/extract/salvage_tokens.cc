#include "analyzer/extract/salvage_tokens.h"

#include <re2/re2.h>

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_string.h"

namespace analyzer {
namespace {

using Kind = SalvageToken::Kind;

// What a single look does not tell. Patterns read bytes: text that is no UTF-8 must not stop them.
struct Patterns {
  RE2 plain_key{R"("[A-Za-z_]\w{0,63}"\s*:|'[A-Za-z_]\w{0,63}'\s*:)", RE2::Latin1};
  RE2 number{R"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)", RE2::Latin1};
  RE2 word{R"((?:true|false|null|True|False|None)\b)", RE2::Latin1};
  RE2 log_tag{R"(\[[A-Z][A-Z_ ]{0,31}\])", RE2::Latin1};
};

// What no string runs over: line ends, and the U+0000 that stands for what was lost.
constexpr std::string_view kStringStops{"\n\r\0", 3};

const Patterns& P() {
  static const Patterns kPatterns;
  return kPatterns;
}

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v'); }
bool IsOpen(char c) { return c == '{' || c == '['; }
bool IsClose(char c) { return c == '}' || c == ']'; }
bool IsJunk(char c) { return !IsBlank(c) && c != ',' && !IsOpen(c) && !IsClose(c) && !IsQuote(c); }

size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

// The length of what `pattern` matches at `at`; npos where it does not.
size_t LengthAt(std::string_view text, size_t at, const RE2& pattern) {
  re2::StringPiece rest(text.data() + at, text.size() - at);
  if (!RE2::Consume(&rest, pattern)) return std::string_view::npos;
  return static_cast<size_t>(rest.data() - text.data()) - at;
}

// Of the string that a quote opens at `at`, with its quotes; npos where none closes it on its line.
size_t StringLength(std::string_view text, size_t at) {
  const char quote = text[at];
  for (size_t end = at + 1; end < text.size(); ++end) {
    if (text[end] == quote) return end + 1 - at;
    if (text[end] == '\\' && ++end == text.size()) break;
    if (text[end] == '\n' || text[end] == '\r' || text[end] == '\0') break;
  }
  return std::string_view::npos;
}

// Where what stands behind a key begins whose string ends at `at`; npos where there is no colon.
size_t BehindColon(std::string_view text, size_t at) {
  at = SkipBlanks(text, at);
  if (at == text.size() || text[at] != ':') return std::string_view::npos;
  return SkipBlanks(text, at + 1);
}

// Nothing may follow a number directly that would make it another one, or a part of a word. At the
// text's end it may go on.
size_t NumberLength(std::string_view text, size_t at) {
  const size_t length = LengthAt(text, at, P().number);
  if (length == std::string_view::npos || at + length == text.size()) return std::string_view::npos;
  constexpr std::string_view kEnds = " \t\r\n,:}]";
  return kEnds.find(text[at + length]) == std::string_view::npos ? std::string_view::npos : length;
}

size_t BareLength(std::string_view text, size_t at) {
  const size_t number = NumberLength(text, at);
  return number != std::string_view::npos ? number : LengthAt(text, at, P().word);
}

// Python's escapes that JSON has not, turned into JSON's.
std::string WithoutPythonEscapes(std::string_view content) {
  static const RE2 kHexByte(R"(\\x[0-9A-Fa-f]{2})", RE2::Latin1);
  std::string json;
  for (size_t at = 0; at < content.size(); ++at) {
    if (content[at] != '\\' || at + 1 == content.size()) {
      json += content[at];
    } else if (content[at + 1] == '\'') {
      json += content[++at];
    } else if (LengthAt(content, at, kHexByte) != std::string_view::npos) {
      json += "\\u00";
      ++at;
    } else {
      json += content[at];
      json += content[++at];
    }
  }
  return json;
}

}  // namespace

SalvageToken SalvageTokens::Next(bool in_array) {
  if (SkipFiller()) return {.kind = Kind::kJunk, .span = {at_, at_}};
  if (at_ == text_.size()) return {};
  const char c = text_[at_];
  if (IsClose(c) || IsOpen(c)) return Bracket();
  if (IsQuote(c)) return Quoted(in_array);
  if (in_step_ && in_array && BareLength(text_, at_) != std::string_view::npos) {
    return Scalar(at_, {});
  }
  return Junk(JunkLength());
}

// True where the line that ends here had junk on it.
bool SalvageTokens::SkipFiller() {
  bool ends_line = false;
  for (; at_ < text_.size() && (IsBlank(text_[at_]) || text_[at_] == ','); ++at_)
    ends_line = ends_line || text_[at_] == '\n' || text_[at_] == '\r';
  if (!ends_line || !junk_on_line_) return false;
  junk_on_line_ = false;
  return true;
}

SalvageToken SalvageTokens::Bracket() {
  // The tag of a log's message is no list.
  const size_t tag = text_[at_] == '[' ? LengthAt(text_, at_, P().log_tag) : std::string_view::npos;
  if (tag != std::string_view::npos) return Junk(tag);
  in_step_ = true;
  const Kind kind = IsOpen(text_[at_]) ? Kind::kOpen : Kind::kClose;
  const SalvageToken token{.kind = kind, .bracket = text_[at_], .span = {at_, at_ + 1}};
  ++at_;
  return token;
}

SalvageToken SalvageTokens::Quoted(bool in_array) {
  if (!in_step_ && LengthAt(text_, at_, P().plain_key) == std::string_view::npos) return Junk(1);
  const size_t length = StringLength(text_, at_);
  if (length == std::string_view::npos) return CutString(at_, {});
  const size_t begin = at_;
  const size_t behind = BehindColon(text_, begin + length);
  if (behind != std::string_view::npos) {
    is_repr_ = is_repr_ || text_[begin] == '\'';
    at_ = behind;
    return Value(begin, text_.substr(begin + 1, length - 2));
  }
  // A string that a stray quote opened is not followed as an array's value is.
  return in_array && EndsBareValue(begin + length) ? Scalar(begin, {}) : Junk(1);
}

// What stands behind a key.
SalvageToken SalvageTokens::Value(size_t begin, std::string_view key) {
  if (at_ == text_.size()) return {};
  if (IsOpen(text_[at_])) {
    SalvageToken token = Bracket();
    token.key = token.kind == Kind::kOpen ? key : std::string_view();
    return token;
  }
  if (IsQuote(text_[at_])) {
    const size_t length = StringLength(text_, at_);
    if (IsApostrophe(at_) && !IsPlainValue(length)) return Junk(1);
    if (length == std::string_view::npos) return CutString(at_, key);
    const size_t end = EndBeforeKey(at_ + length - 1);
    return end == std::string_view::npos ? Scalar(begin, key) : CutUpTo(at_, end, key);
  }
  return BareLength(text_, at_) == std::string_view::npos ? Junk(JunkLength()) : Scalar(begin, key);
}

// REQUIRES: a whole string, number or word stands at at_, or at `begin` without a key.
SalvageToken SalvageTokens::Scalar(size_t begin, std::string_view key) {
  const size_t length = IsQuote(text_[at_]) ? StringLength(text_, at_) : BareLength(text_, at_);
  const Kind kind = key.data() == nullptr ? Kind::kScalar : Kind::kField;
  const std::string_view value = text_.substr(at_, length);
  at_ += length;
  in_step_ = true;
  return {.kind = kind, .span = {begin, at_}, .key = key, .value = value};
}

SalvageToken SalvageTokens::Junk(size_t length) {
  const SalvageToken token{.kind = Kind::kJunk, .span = {at_, at_ + length}};
  at_ += length;
  in_step_ = false;
  junk_on_line_ = true;
  return token;
}

// The rest of the line is the string's begin, or what stands in it before a bracket at the line's
// end, where the next line begins with a key. Trying its quotes one by one would find nothing, as
// each is escaped or of the other kind, and take a square of its length.
SalvageToken SalvageTokens::CutString(size_t begin, std::string_view key) {
  if (IsApostrophe(begin)) return Junk(1);
  const size_t line_end = std::min(text_.find_first_of(kStringStops, begin), text_.size());
  const size_t bracket = BracketBefore(begin, line_end);
  const size_t next = std::min(text_.find_first_not_of(" \t\r\n", line_end), text_.size());
  const bool goes_on = bracket != std::string_view::npos &&
                       LengthAt(text_, next, P().plain_key) != std::string_view::npos;
  return CutUpTo(begin, goes_on ? bracket : line_end, key);
}

SalvageToken SalvageTokens::CutUpTo(size_t begin, size_t end, std::string_view key) {
  const std::string_view value = text_.substr(begin + 1, end - begin - 1);
  at_ = end;
  in_step_ = false;
  junk_on_line_ = true;
  return {.kind = Kind::kCut, .span = {begin, end}, .key = key, .value = value};
}

// Of the string at at_, which the quote at `quote` closes: where the string lost its end, that
// quote opens the next key instead. The place where the string was cut then: there, or at the
// bracket of the key's object, where one is the last in the string. npos where what follows the
// quote is no key.
size_t SalvageTokens::EndBeforeKey(size_t quote) const {
  const std::string_view next = text_.substr(quote + 1, 1);
  if (next.empty() || !(IsLetter(next[0]) || next[0] == '_')) return std::string_view::npos;
  if (LengthAt(text_, quote, P().plain_key) == std::string_view::npos)
    return std::string_view::npos;
  const size_t bracket = BracketBefore(at_, quote);
  return bracket == std::string_view::npos ? quote : bracket;
}

// The bracket of an object that is the last in the string at `begin`, before `end`; npos where none
// is.
size_t SalvageTokens::BracketBefore(size_t begin, size_t end) const {
  const size_t last = text_.substr(0, end).find_last_not_of(" \t");
  return last > begin && text_[last] == '{' ? last : std::string_view::npos;
}

// In JSON a single quote opens no string: it stood in one, of which the begin is lost.
bool SalvageTokens::IsApostrophe(size_t at) const { return text_[at] == '\'' && !is_repr_; }

// Whether the string at at_, in single quotes, is a value nevertheless: one that ends where a value
// does, with no other string in it.
bool SalvageTokens::IsPlainValue(size_t length) const {
  if (length == std::string_view::npos) return false;
  if (text_.substr(at_, length).find('"') != std::string_view::npos) return false;
  const size_t behind = SkipBlanks(text_, at_ + length);
  return behind == text_.size() || text_[behind] == ',' || IsClose(text_[behind]);
}

size_t SalvageTokens::JunkLength() const {
  size_t end = at_;
  while (end < text_.size() && IsJunk(text_[end])) ++end;
  return end - at_;
}

bool SalvageTokens::EndsBareValue(size_t at) const {
  at = SkipBlanks(text_, at);
  return at == text_.size() || text_[at] == ',' || text_[at] == ']';
}

std::string RepairUtf8(std::string_view text) {
  if (IsValidUtf8(text)) return std::string(text);
  std::string repaired;
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    bool valid = true;
    char32_t point = NextCodePoint(text, &at, &valid);
    if (!valid) point = FromWindows1252(byte);
    AppendUtf8(point, &repaired);
  }
  return repaired;
}

std::string TextOfScalar(std::string_view value) {
  if (value.empty()) return "";
  if (!IsQuote(value.front())) {
    return value.front() == '-' || (value.front() >= '0' && value.front() <= '9')
               ? std::string(value)
               : "";
  }
  const std::string_view content = value.substr(1, value.size() - 2);
  if (content.find('\\') == std::string_view::npos) return RepairUtf8(content);
  return DecodeJsonString(RepairUtf8(WithoutPythonEscapes(content)));
}

}  // namespace analyzer
