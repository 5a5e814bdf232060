#pragma once

#include <cstddef>
#include <string_view>

#include "analyzer/base/span.h"

namespace analyzer {

// What stands in the place of a value that was dropped.
inline constexpr std::string_view kDropped = "-";

// The value that follows a word, which ends at `word_end`, where that word names a secret:
// `Authorization: Bearer x`, `"accessToken": "x"`, `api_key=x`; or all that is in the braces behind
// `headers`. Empty where there is none. `lower` is the word in lower case.
Span SecretBehind(std::string_view text, std::string_view lower, size_t word_end);

}  // namespace analyzer
