#pragma once

#include <string>

#include "analyzer/audit/audit.h"
#include "analyzer/cli/screen.h"

namespace analyzer {

// The audit for a person: tables, each list cut to its first ten.
std::string AuditText(const Audit& audit, const Screen& screen);

}  // namespace analyzer
