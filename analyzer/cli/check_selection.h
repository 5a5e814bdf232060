#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/write/selection.h"

namespace analyzer {

// An error where a run or a source is asked for that is not there: it would choose nobody, and
// nobody would know why.
Status CheckSelection(Index* index, const Selection& selection);

// For each result that is asked for and that nobody has: a line for a person, with those that there
// are. It may be mistyped, or there are no such failures any more.
std::vector<std::string> ResultsOfNobody(Index* index, const Selection& selection);

}  // namespace analyzer
