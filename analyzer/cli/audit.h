#pragma once

#include "analyzer/cli/input.h"

namespace analyzer {

// What `audit` was told, as typed.
struct AuditOptions {
  InputOptions input;
  bool json = false;
};

// Prints the reconciliation. The exit status.
int RunAudit(const AuditOptions& options);

}  // namespace analyzer
