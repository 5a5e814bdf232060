// Characters of ASCII, whatever the locale says.
#pragma once

namespace analyzer {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsQuote(char c) { return c == '"' || c == '\''; }

}  // namespace analyzer
