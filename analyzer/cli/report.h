#pragma once

#include <string>
#include <vector>

#include "analyzer/cli/intake.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/write/failures.h"

namespace analyzer {

// What a recovery came to, for a person: a table of reasons, what was read, the books.
std::string ReportText(const IntakeReport& intake, const MatchReport& match,
                       const std::vector<Failure>& failures);

// What was read, for a person.
std::string IntakeText(const IntakeReport& intake);
// The same as one JSON document.
std::string IntakeJson(const IntakeReport& intake);

// The same as one JSON document (schema/report.schema.json).
std::string ReportJson(const IntakeReport& intake, const MatchReport& match,
                       const std::vector<Failure>& failures);

}  // namespace analyzer
