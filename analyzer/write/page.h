#pragma once

#include "analyzer/audit/audit.h"
#include "analyzer/index/index.h"
#include "analyzer/write/output.h"
#include "analyzer/write/page_redaction.h"

namespace analyzer {

// The parts of the page (analyzer/write/page/), as they stood when the program was built.
extern const char kPageForm[];
extern const char kPageStyle[];
extern const char kPageScript[];

// Writes an HTML page that shows what the index holds and what `audit` made of it: one file, which
// needs no other and no network. Each text that says something of a person goes through `redact`.
void WritePage(Index* index, Audit audit, const Redact& redact, Output* output);

}  // namespace analyzer
