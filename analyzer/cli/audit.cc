#include "analyzer/cli/audit.h"

#include <cstdio>
#include <string>

#include "analyzer/audit/audit.h"
#include "analyzer/cli/audit_text.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/write/audit_json.h"

namespace analyzer {
namespace {

int AuditAll(const AuditOptions& options) {
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  const Audit audit = LoadAudit(input.index.get());
  const std::string imbalance = audit.Imbalance();
  if (!imbalance.empty()) {
    return Fail({"internal error, nothing was printed: the books do not balance: " + imbalance +
                 "please report it with the input"},
                kCouldNot);
  }
  Console& console = Console::Get();
  if (options.json) {
    console.Report(AuditText(audit, console.err()));
  } else {
    std::fputs(AuditText(audit, console.out()).c_str(), stdout);
  }
  if (options.json) {
    if (Status status = PrintJson(AuditJson(audit)); !status.ok())
      return Fail(status.error(), kCouldNot);
  }
  return TellIntake(input.intake);
}

}  // namespace

int RunAudit(const AuditOptions& options) { return Guarded("", AuditAll, options); }

}  // namespace analyzer
