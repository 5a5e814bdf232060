#include "analyzer/redact/secrets.h"

#include <algorithm>

#include "analyzer/redact/vocabulary.h"

namespace analyzer {
namespace {

constexpr size_t kShortestToken = 6;
constexpr std::string_view kBlank = " \t";

size_t Skip(std::string_view text, size_t at, std::string_view characters) {
  return std::min(text.find_first_not_of(characters, at), text.size());
}

// The braces of `headers: {`, with what is quoted in them passed over. To the end of the paragraph
// where they are not closed.
Span HeadersIn(std::string_view text, size_t open) {
  size_t depth = 0;
  char quote = '\0';
  for (size_t at = open; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != '\0') {
      if (c == quote || c == '\n') quote = '\0';
      continue;
    }
    if (c == '"' || c == '\'') quote = c;
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) return {open + 1, at};
  }
  const size_t end = std::min(text.find("\n\n", open), text.size());
  return {open + 1, end};
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
  if (headers) return at < text.size() && text[at] == '{' ? HeadersIn(text, at) : Span{};
  at = Skip(text, at, "\\");
  if (at == text.size() || text[at] == '{' || text[at] == '[') return {};
  char quote = '\0';
  if (text[at] == '"' || text[at] == '\'') quote = text[at++];
  const bool to_line_end = lower == "authorization" || lower.ends_with("cookie");
  return {at, ValueEnd(text, at, quote, to_line_end)};
}

}  // namespace analyzer
