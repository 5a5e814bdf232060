#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/audit/reason_row.h"
#include "analyzer/cli/intake.h"
#include "analyzer/cli/run_table.h"
#include "analyzer/cli/screen.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/write/tree.h"

namespace analyzer {

// All that a run came to.
struct Report {
  const IntakeReport& intake;
  MatchReport match;
  TreeReport written;
  std::vector<ReasonRow> reasons;
  std::vector<RunRow> runs;
  bool dry_run = false;  // `written` tells what would be written
};

// For a person: tables of reasons, runs and retry batches, what was read, the books.
std::string ReportText(const Report& report, const Screen& screen);

// The same as one JSON document (schema/report.schema.json).
std::string ReportJson(const Report& report);

// Tells how much was not read again, as the index held it already.
void TellKept(const IntakeReport& intake);

// What was read, for a person.
std::string IntakeText(const IntakeReport& intake, const Screen& screen);
// The same as one JSON document.
std::string IntakeJson(const IntakeReport& intake);

}  // namespace analyzer
