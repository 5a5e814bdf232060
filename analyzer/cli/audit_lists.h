#pragma once

#include <cstddef>
#include <string>

#include "analyzer/audit/audit.h"
#include "analyzer/cli/screen.h"

namespace analyzer {

// For a person: error texts, the worst batches, customers, claims, sources and what was sent when,
// each cut to its first ten.
std::string AuditLists(const Audit& audit, const Screen& screen);

// What stands below a list of which no more than `most` are shown; empty where that is all.
std::string AndMore(size_t all, size_t most);

}  // namespace analyzer
