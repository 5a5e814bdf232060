#pragma once

#include <string>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/write/page_redaction.h"
#include "analyzer/write/page_text.h"

namespace analyzer {

// Passes on the histories of these customers, keys as in the index: elements of a page, each with
// so many lines of one JSON text (schema/history.schema.json) as analyzer/write/page/data.js
// expects.
void WritePageHistories(Index* index, const std::vector<std::string>& customers,
                        const Redact& redact, const TextSink& out);

}  // namespace analyzer
