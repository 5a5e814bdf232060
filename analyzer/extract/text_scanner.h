#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/extract/document_reader.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// What a text turned out to consist of.
struct TextTally {
  int64_t documents = 0;  // JSON documents, whole or broken
  int64_t broken_documents = 0;
  int64_t log_lines = 0;         // lines with a log line's head
  int64_t facts = 0;             // of these, the ones that tell something
  int64_t window_blocks = 0;     // blocks of the client's window
  bool is_one_document = false;  // nothing but white space beside one document
};

// Finds everything in one text, whatever it is: a document, a log with documents in it, or several
// documents in a row. Tells `sink` in the order of the text. `context` is what the file's name
// tells. 64 more bytes behind `text` must be readable.
TextTally ScanText(std::string_view text, const Context& context, Sink* sink);

// `batch_NNN_success_YYYYMMDD_HHMMSS.json` tells a batch's number and a time; other names nothing.
Context ContextOfFileName(std::string_view name);

// The same for a whole path; the folder can tell more of the client's own files.
Context ContextOfPath(std::string_view path);

}  // namespace analyzer
