#pragma once

#include <cstddef>
#include <string_view>

namespace analyzer {

// JSON that Python wrote as a text of its own: `'{"a": "b"}'`.

// Whether a single quote that is not itself escaped stands last.
bool OpensQuoted(std::string_view before);

// Where the single-quoted text that holds text[at] is closed; its end where it is not.
size_t ReprEnd(std::string_view text, size_t at);

// Whether JSON in single quotes was escaped once more. Then every quote of the JSON has an even
// number of backslashes before it; in JSON that stands as it is, a quote in a string has an odd
// one.
bool IsRepr(std::string_view text);

}  // namespace analyzer
