#pragma once

#include <string_view>

namespace analyzer {

// Whether bytes of a source say `value`: as it stands, or with escapes of JSON or Python undone any
// number of times. An empty value is said by all bytes.
bool BytesSay(std::string_view bytes, std::string_view value);

// The same for a word that the program writes in upper case.
bool BytesSayInAnyCase(std::string_view bytes, std::string_view upper);

// Whether the characters of `value` stand in `bytes` in their order, with others between: lines of
// other threads may stand in the middle of a value.
bool BytesSpell(std::string_view bytes, std::string_view value);

}  // namespace analyzer
