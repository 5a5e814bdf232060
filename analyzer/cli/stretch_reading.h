#pragma once

#include "analyzer/base/progress.h"
#include "analyzer/extract/stretches.h"
#include "analyzer/index/findings.h"
#include "analyzer/source/source_text.h"

namespace analyzer {

// Whether other threads may help to read a text: a long log of which each byte is text.
bool MayBeHelped(const SourceText& source, const Stretches& stretches);

// Finds what ScanText finds, with the help of that many threads, which scan several stretches at
// the same time. All is in *sink then, as if it was told it, and in the same pieces with any number
// of helpers. `progress` may be null.
TextTally ScanHelped(const SourceText& source, const Stretches& stretches, unsigned helpers,
                     Progress* progress, FindingsSink* sink);

}  // namespace analyzer
