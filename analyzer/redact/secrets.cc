#include "analyzer/redact/secrets.h"

#include <algorithm>
#include <optional>

#include "analyzer/redact/vocabulary.h"

namespace analyzer {
namespace {

constexpr size_t kShortestToken = 6;
constexpr std::string_view kBlank = " \t";

bool IsOneOf(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

size_t Skip(std::string_view text, size_t at, std::string_view characters) {
  return std::min(text.find_first_not_of(characters, at), text.size());
}

size_t BackslashesBefore(std::string_view text, size_t at) {
  size_t count = 0;
  while (count < at && text[at - count - 1] == '\\') ++count;
  return count;
}

// Whether at a quote or a line's end something else begins than a header: the body that stands
// behind the headers of a saved answer, a line of a log, a block of the client's window.
bool IsBehindHeaders(std::string_view text, size_t at) {
  const std::string_view behind = text.substr(at + 1, 14);
  if (text[at] != '\n') {
    return behind.starts_with("response_data") || behind.starts_with("response_type");
  }
  return behind.empty() || behind[0] == '\n' || behind[0] == '[' || behind.starts_with("---") ||
         (behind.size() > 4 && behind[0] >= '0' && behind[0] <= '9' && behind[4] == '-');
}

// What is in the braces of `headers: {`, with what is quoted in them passed over. Where they are
// not closed it ends where something else begins.
Span HeadersIn(std::string_view text, size_t open) {
  size_t whole = open + 1;  // behind the last header that has its end
  std::optional<size_t> level;
  bool quoted = false;
  for (size_t at = open + 1; at < text.size(); ++at) {
    const char c = text[at];
    const bool quotes = c == '"' || c == '\'';
    if (!quotes && c != '\n' && quoted) continue;
    const size_t backslashes = quotes ? BackslashesBefore(text, at) : 0;
    if ((quotes || c == '\n') && IsBehindHeaders(text, at)) return {open + 1, at - backslashes};
    if (quotes) {
      if (!level) level = backslashes;
      if (backslashes != *level) continue;  // in a header's text
      quoted = !quoted;
      // What follows without a comma was written by somebody else.
      const size_t next = quoted ? text.size() : Skip(text, at + 1, " \t\r\n\\");
      if (next < text.size() && !IsOneOf(text[next], ":,}")) return {open + 1, at + 1};
    } else if (c == '\n') {
      quoted = false;
      whole = at + 1;
    } else if (c == ',') {
      whole = at + 1;
    } else if (c == '{' || c == '[') {
      return {open + 1, whole};
    } else if (c == '}') {
      return {open + 1, at};
    }
  }
  return {open + 1, text.size()};
}

// The end of a value that begins at `at`, inside of quotes or outside.
size_t ValueEnd(std::string_view text, size_t at, char quote, bool to_line_end) {
  if (quote != '\0') {
    const char ends[] = {quote, '\n', '\0'};
    size_t end = std::min(text.find_first_of(ends, at), text.size());
    while (end > at && text[end - 1] == '\\') --end;
    return end;
  }
  return std::min(text.find_first_of(to_line_end ? "\r\n\"}" : " \t\r\n,;&)}]\"'\\<", at),
                  text.size());
}

}  // namespace

Span SecretBehind(std::string_view text, std::string_view lower, size_t word_end) {
  const bool headers = lower == "headers";
  if (!headers && !NamesSecret(lower)) return {};
  if (lower == "bearer") {
    const size_t begin = Skip(text, word_end, kBlank);
    const size_t end = ValueEnd(text, begin, '\0', false);
    return begin > word_end && end - begin >= kShortestToken ? Span{begin, end} : Span{};
  }
  size_t at = Skip(text, Skip(text, word_end, "\\"), "\"'");
  at = Skip(text, at, kBlank);
  if (at == text.size() || (text[at] != ':' && text[at] != '=')) return {};
  at = Skip(text, at + 1, kBlank);
  if (headers) {
    const bool open = text.substr(at, 1) == "{" && text.substr(at + 1, 1) != kDropped;
    return open ? HeadersIn(text, at) : Span{};
  }
  at = Skip(text, at, "\\");
  if (at == text.size() || text[at] == '{' || text[at] == '[') return {};
  char quote = '\0';
  if (text[at] == '"' || text[at] == '\'') quote = text[at++];
  const bool to_line_end = lower == "authorization" || lower.ends_with("cookie");
  return {at, ValueEnd(text, at, quote, to_line_end)};
}

}  // namespace analyzer
