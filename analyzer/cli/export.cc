#include "analyzer/cli/export.h"

#include "analyzer/cli/check_selection.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/write/output.h"

namespace analyzer {
namespace {

int RunExport(const ExportCommandOptions& options) {
  // A slip is told before gigabytes are read.
  auto empty = Index::CreateTemporary();
  if (!empty.ok()) return Fail(empty.error(), kCouldNot);
  if (Status status = CheckExport(empty.value().get(), options.rows); !status.ok())
    return Fail(status.error(), kWrongUse);
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  Index* const index = input.index.get();
  if (Status status = CheckSelection(index, options.rows.selection); !status.ok())
    return Fail(status.error(), kWrongUse);
  auto output = Output::Open(options.out);
  if (!output.ok()) return Fail(output.error(), kCouldNot);
  if (Status status = Export(index, options.rows, output.value().get()); !status.ok())
    return Fail(status.error(), kCouldNot);
  if (Status status = output.value()->Finish(); !status.ok())
    return Fail(status.error(), kCouldNot);
  return TellIntake(input.intake);
}

}  // namespace

int ExportRows(const ExportCommandOptions& options) { return Guarded(RunExport, options); }

}  // namespace analyzer
