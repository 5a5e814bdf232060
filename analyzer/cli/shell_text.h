#pragma once

#include <string>
#include <string_view>

namespace analyzer {

// `text` as one word of a POSIX shell: quoted where that is needed. A name that begins with a
// hyphen gets `./` before it, so that no program takes it for an option.
std::string ShellWord(std::string_view text);

}  // namespace analyzer
