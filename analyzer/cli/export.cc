#include "analyzer/cli/export.h"

#include "analyzer/cli/check_selection.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/result_file.h"
#include "analyzer/redact/redactor.h"
#include "analyzer/redact/secret_key.h"
#include "analyzer/write/output.h"

namespace analyzer {
namespace {

// What stands in the place of a text. `redactor` must outlive what is given back.
auto PseudonymsOf(Redactor* redactor) {
  return [redactor](Privacy privacy, const std::string& text) -> std::string {
    switch (privacy) {
      case Privacy::kCustomer:
        return redactor->Customer(text);
      case Privacy::kPersonal:
        return redactor->Name(text);
      case Privacy::kFreeText:
        return redactor->FreeText(text);
      case Privacy::kId:
        return redactor->Id(text);
      case Privacy::kNone:
        break;
    }
    return text;
  };
}

Status WriteRows(const ExportCommandOptions& options, Index* index, Output* output) {
  if (!options.redact) return Export(index, options.rows, output);
  const auto key = SecretKey::LoadOrDefault(options.redact_key, !options.dry_run);
  if (!key.ok()) return key.error();
  const auto redactor = Redactor::For(index, key.value());
  if (!redactor.ok()) return redactor.error();
  ExportOptions rows = options.rows;
  rows.redact = PseudonymsOf(redactor.value().get());
  return Export(index, rows, output);
}

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
  auto output = OpenResult(options.out, options.dry_run, index);
  if (!output.ok()) return Fail(output.error(), kCouldNot);
  if (Status status = WriteRows(options, index, output.value().get()); !status.ok())
    return Fail(status.error(), kCouldNot);
  if (Status status = FinishResult(options.out, options.dry_run, output.value().get());
      !status.ok()) {
    return Fail(status.error(), kCouldNot);
  }
  return TellIntake(input.intake);
}

}  // namespace

int ExportRows(const ExportCommandOptions& options) {
  return Guarded(options.out, RunExport, options);
}

}  // namespace analyzer
