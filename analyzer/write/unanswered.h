#pragma once

#include "analyzer/index/index.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// Batches of which something is not known: items without an answer, or failures without a name.

// Whether the index has one, of customers or of households.
bool HasOpenBatches(Index* index, bool household);

// unanswered.json, up to Take: in the order of the runs and their numbers.
void WriteUnanswered(Index* index, bool household, JsonWriter* json);

}  // namespace analyzer
