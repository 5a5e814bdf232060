#pragma once

#include <string>

#include "analyzer/audit/history.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// Appends the history as one object (schema/history.schema.json).
void AppendHistory(const CustomerHistory& history, JsonWriter* json);

// The same as a document of its own.
std::string HistoryDocument(const CustomerHistory& history);

}  // namespace analyzer
