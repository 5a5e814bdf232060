#pragma once

#include <string>
#include <string_view>

namespace analyzer {

// `text` for one line of a terminal: control characters, line breaks among them, become `?`, as do
// characters that turn the direction of writing. Invalid UTF-8 becomes U+FFFD.
std::string TerminalText(std::string_view text);

}  // namespace analyzer
