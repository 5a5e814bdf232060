#include "analyzer/cli/audit.h"

#include <cstdio>

#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/run_table.h"
#include "analyzer/match/books.h"

namespace analyzer {
namespace {

int Run(const AuditOptions& options) {
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  const Books books = CountBooks(&input.index->database());
  std::fputs(RunsText(LoadRuns(input.index.get()), books).c_str(), stdout);
  return NeedsALook(input.intake) ? kNeedsALook : kDone;
}

}  // namespace

int Audit(const AuditOptions& options) { return Guarded(Run, options); }

}  // namespace analyzer
