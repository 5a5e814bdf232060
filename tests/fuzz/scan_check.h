#pragma once

#include <string>
#include <string_view>

#include "analyzer/extract/scan_text.h"
#include "tests/support/scanned.h"

namespace analyzer {

// What was found in a text.
struct Found : Kept {
  TextTally tally;
};

// Finds all in a text, with `padding` behind it, and checks what must hold of any text: that each
// byte is accounted for once, and that each finding lies in the text, where the bytes say so.
Found ScanAndCheck(std::string_view text, const Context& context, char padding = '\0');

// Finds all in a text, and checks that its stretches tell the same together, be they ever so short.
void CheckStretches(std::string_view text, const Context& context);

// What was found, as a text: all that must be the same where two ways find the same. Places are
// told less `shift`, or not at all where it is negative.
std::string TextOf(const Found& found, long shift);

}  // namespace analyzer
