#pragma once

#include <string>

#include "analyzer/audit/audit.h"

namespace analyzer {

// The audit as one JSON document (schema/audit.schema.json).
std::string AuditJson(const Audit& audit);

}  // namespace analyzer
