#pragma once

#include <string_view>

#include "analyzer/extract/context.h"
#include "analyzer/extract/sink.h"
#include "analyzer/extract/stretches.h"

namespace analyzer {

// Finds everything in one text, whatever it is: a document, a log with documents in it, or several
// documents in a row. Tells `sink` in the order of the text. `context` is what the file's name
// tells. 64 more bytes behind `text` must be readable.
//
// With `from`, a point that was told of a text which this one begins with: only what stands behind
// it is told, as if the whole was read, and the tally is of the whole. Before it, nothing is looked
// at but the begin and what stands close. REQUIRES: no original stands before it.
TextTally ScanText(std::string_view text, const Context& context, Sink* sink,
                   const ResumePoint* from = nullptr);

// The same of a text whose stretches are known.
TextTally ScanText(const Stretches& stretches, Sink* sink);

}  // namespace analyzer
