#pragma once

#include <cstddef>
#include <string_view>

namespace analyzer {

// Where documents begin in a text that may be a log, and where they mostly end. Of the texts, 64
// bytes behind them must be readable.

// How many lines of other threads may stand in a row inside of a document.
inline constexpr int kMaxForeignLines = 32;

// A document of at most so many bytes is looked at as a whole.
inline constexpr size_t kMostAtOnce = size_t{256} << 10;

enum class Start { kNone, kDocument, kEscaped };

// The first `{` or `[` from `at` on; the text's end where none is.
size_t FindOpening(std::string_view text, size_t at);

// What begins at the bracket text[at]: a document where what follows is a key, or a few more
// brackets and then a key; where `in_log`, behind lines of other threads as well. No more was
// looked at than what is before *seen.
Start LooksLikeDocument(std::string_view text, size_t at, bool in_log, size_t* seen);

// Where a document that begins there mostly ends: at a line that begins with a digit, as those of a
// log do, or with a bracket, as the next document does. Else at the text's end, or where it is too
// large to be looked at as a whole.
size_t LikelyEnd(std::string_view text, size_t begin);

}  // namespace analyzer
