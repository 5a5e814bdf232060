#include "analyzer/extract/document_start.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "analyzer/base/ascii.h"
#include "analyzer/extract/byte_block.h"
#include "analyzer/extract/log_line.h"

namespace analyzer {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// What follows behind a bracket, past white space and, where `in_log`, lines of other threads. No
// more was looked at than what is before *seen.
size_t NextInDocument(std::string_view text, size_t at, bool in_log, size_t* seen) {
  constexpr size_t kLineHead = 64;
  size_t next = text.find_first_not_of(kBlanks, at);
  for (int lines = 0; in_log && lines < kMaxForeignLines && next < text.size(); ++lines) {
    const bool at_line_begin = kLineEnds.find(text[next - 1]) != std::string_view::npos;
    if (!at_line_begin || !ParseLogLine(text.substr(next, kLineHead))) break;
    next = text.find_first_not_of(kBlanks, text.find_first_of(kLineEnds, next));
  }
  *seen = next < text.size() - std::min(kLineHead, text.size()) ? next + kLineHead : text.size();
  return next;
}

}  // namespace

size_t FindOpening(std::string_view text, size_t at) {
  for (; at < text.size(); at += ByteBlock::kSize) {
    const uint64_t where = ByteBlock(text.data() + at).WhereWith(0x20, '{');
    if (where != 0) return std::min(at + static_cast<size_t>(std::countr_zero(where)), text.size());
  }
  return text.size();
}

Start LooksLikeDocument(std::string_view text, size_t at, bool in_log, size_t* seen) {
  size_t next = at;
  for (int brackets = 0; text[next] == '['; ++brackets) {
    next = NextInDocument(text, next + 1, in_log, seen);
    if (next == std::string_view::npos || brackets == 8) return Start::kNone;
  }
  if (text[next] != '{') return Start::kNone;
  next = NextInDocument(text, next + 1, in_log, seen);
  if (next == std::string_view::npos) return Start::kNone;
  const char c = text[next];
  if (c == '"' || c == '\'') return Start::kDocument;
  if (c != '\\') return Start::kNone;
  const size_t quote = text.find_first_not_of('\\', next);
  *seen = std::max(*seen, std::min(quote, text.size() - 1) + 1);
  return quote != std::string_view::npos && text[quote] == '"' ? Start::kEscaped : Start::kNone;
}

size_t LikelyEnd(std::string_view text, size_t begin) {
  text = text.substr(0, std::min(begin + kMostAtOnce, text.size()));
  for (size_t at = begin; (at = text.find('\n', at) + 1) != 0 && at < text.size();) {
    if (IsDigit(text[at]) || text[at] == '{' || text[at] == '[') return at;
  }
  return text.size();
}

}  // namespace analyzer
