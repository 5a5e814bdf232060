#pragma once

#include "analyzer/audit/reason_row.h"
#include "analyzer/match/books.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// The member `books` of the reports. `skipped` are the failures that --skip-already-imported left
// out of what is written.
void WriteBooks(JsonWriter& json, const Books& books, int64_t skipped);

// The members of an entry of `reasons` that all reports have.
void WriteReason(JsonWriter& json, const ReasonRow& row);

// A member that holds a number for each name.
void WriteCounts(JsonWriter& json, std::string_view key,
                 const std::map<std::string, int64_t>& counts);

}  // namespace analyzer
