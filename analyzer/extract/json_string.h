#pragma once

#include <string>
#include <string_view>

#include "analyzer/source/text.h"

namespace analyzer {

// The text between a JSON string's quotes, escapes undone. What a parser would refuse is read as a
// person reads it: a lone surrogate is U+FFFD, a backslash that begins no escape stands for itself.
// *repaired is set where that was so; it may be nullptr.
std::string DecodeJsonString(std::string_view content, bool* repaired = nullptr);

// The same, and for each byte the place in `content` it came from, plus `origin`. Ends at the first
// quote that is not escaped. Room for a parser's padding is kept behind the bytes.
MappedText UnescapeJson(std::string_view content, size_t origin);

// The same for JSON that stands between the single quotes of Python's repr; of a bytes object
// (`b'...'`) where `bytes`. Ends with `content`.
MappedText UnescapeRepr(std::string_view content, size_t origin, bool bytes);

}  // namespace analyzer
