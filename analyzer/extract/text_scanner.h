#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/extract/document_reader.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// Finds everything in one text, whatever it is: a document, a log with documents in it, or several
// documents in a row. Tells `sink` in the order of the text. `context` is what the file's name
// tells. 64 more bytes behind `text` must be readable.
//
// With `from`, a point that was told of a text which this one begins with: only what stands behind
// it is told, as if the whole was read, and the tally is of the whole. Before it, nothing is looked
// at but the begin. REQUIRES: no original stands before it.
TextTally ScanText(std::string_view text, const Context& context, Sink* sink,
                   const ResumePoint* from = nullptr);

// `batch_NNN_success_YYYYMMDD_HHMMSS.json` tells a batch's number and a time; other names nothing.
Context ContextOfFileName(std::string_view name);

// The same for a whole path; the folder can tell more of the client's own files.
Context ContextOfPath(std::string_view path);

}  // namespace analyzer
