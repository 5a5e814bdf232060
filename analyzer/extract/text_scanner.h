#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "analyzer/extract/context.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// What the whole text decides of how each part of it is read.
struct TextTraits {
  bool is_log = false;   // it begins like one
  bool only_lf = false;  // ends a line, but for CRLF; as far as what stands behind `begin` tells
};
TextTraits TraitsOf(std::string_view text, size_t begin);

struct ScannedStretch {
  size_t end = 0;   // where it ends: one of the stops, or the text's end
  TextTally tally;  // of what was scanned, and of what the point to begin at told
};

// Asked now and then while a text is scanned: `at` is where the scan is, and unless it
// `may_stop`, it will at the text's end only. False: nobody wants the rest, and the scan gives up.
using StillWanted = std::function<bool(size_t at, bool may_stop)>;

// Finds everything in a text from its begin, or from a point, on: up to the first of `stops` that
// is reached with nothing open across it, such that a scan that begins there
// (StretchStarts) goes on as this one would; or up to the text's end. 64 more bytes behind `text`
// must be readable. Several threads may scan one text at once.
ScannedStretch ScanStretch(std::string_view text, const TextTraits& traits, const Context& context,
                           Sink* sink, const ResumePoint* from, const std::vector<size_t>& stops,
                           const StillWanted& wanted = nullptr);

}  // namespace analyzer
