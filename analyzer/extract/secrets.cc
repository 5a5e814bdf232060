#include "analyzer/extract/secrets.h"

#include <re2/re2.h>

#include <array>

namespace analyzer {
namespace {

// In their order: a value in quotes ends at its quote, a header without them at the end of its
// line, all else at the next blank or comma.
const std::array<RE2, 6>& Patterns() {
  static const std::string name =
      R"((?i)([\w-]*(?:authorization|passport|password|passwd|secret|token|api[-_]?key|cookie)[\w-]*)"
      R"(\\*["']?\s*[:=]\s*)";
  static const std::string header =
      R"((?i)([\w-]*(?:authorization|passport|cookie)[\w-]*\s*[:=]\s*))";
  static const std::array<RE2, 6> patterns = {
      RE2(name + R"(")(?:[^"\\]|\\.)*)"),
      RE2(name + R"(')(?:[^'\\]|\\.)*)"),
      RE2(name + R"(\\+")(?:[^"\\]|\\[^"])*)"),
      RE2(header + R"([^\s"'\\][^\r\n"'\\]*)"),
      RE2(name + R"()[^\s"',;&}\]\\*][^\s"',;&}\]\\]*)"),
      RE2(R"((?i)\b((?:bearer|basic)\s+)[\w.~+/=-]{6,})"),
  };
  return patterns;
}

}  // namespace

std::string MaskSecrets(std::string_view text) {
  std::string masked(text);
  for (const RE2& pattern : Patterns()) RE2::GlobalReplace(&masked, pattern, R"(\1***)");
  return masked;
}

}  // namespace analyzer
