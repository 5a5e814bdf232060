#pragma once

#include <string>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/write/page_redaction.h"
#include "analyzer/write/page_text.h"

namespace analyzer {

// Passes on the customers of a page: one row a failure, a failure that was resolved, and an item
// without an answer, in this order. One JSON document on one line:
//   {"columns": [NAME...], "files": [PATH...], "rows": [[...]...]}
// In a row, `file` is a number in `files`, from 0, and `history` a number in what is given back,
// from 0: the key of each customer in these rows, once, as it is in the index.
std::vector<std::string> WritePageRows(Index* index, const Redact& redact, const TextSink& out);

}  // namespace analyzer
