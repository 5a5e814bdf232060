#include "analyzer/cli/shell_text.h"

#include <algorithm>

namespace analyzer {
namespace {

bool IsPlain(char c) {
  constexpr std::string_view kPlain = "_./-+:,@%";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kPlain.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string ShellWord(std::string_view text) {
  std::string word(text.starts_with("-") ? "./" : "");
  word += text;
  if (!text.empty() && std::all_of(word.begin(), word.end(), IsPlain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace analyzer
