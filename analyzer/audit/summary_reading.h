#pragma once

#include <optional>
#include <string_view>

#include "analyzer/audit/tree_reading.h"
#include "analyzer/extract/json_reader.h"

namespace analyzer {

// What a summary says, the client's or ours; `file` is left for the caller. Nothing where `text` is
// no object. kPadding bytes behind `text` must be readable.
std::optional<SummaryClaim> ReadSummary(std::string_view text, JsonReader* reader);
std::optional<RetrySummaryClaim> ReadRetrySummary(std::string_view text, JsonReader* reader);

// Where an original stands: an object with `file`, `bytes` and `position`. An empty file where
// `raw` is none.
OriginalReference ReadReference(std::string_view raw, JsonReader* reader);

}  // namespace analyzer
