#pragma once

#include <string>
#include <vector>

#include "analyzer/audit/run_row.h"
#include "analyzer/cli/screen.h"
#include "analyzer/match/books.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// For a person: a table of the runs and, where there are any, one of the unanswered items.
std::string RunsText(const std::vector<RunRow>& runs, const Books& books, const Screen& screen);

// The same as the member `runs` of the JSON report.
void WriteRuns(JsonWriter& json, const std::vector<RunRow>& runs);

}  // namespace analyzer
