#include "analyzer/cli/report_page.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/audit/audit.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/result_file.h"
#include "analyzer/redact/redactor.h"
#include "analyzer/redact/secret_key.h"
#include "analyzer/write/page.h"
#include "analyzer/write/page_redaction.h"

namespace analyzer {
namespace {

Status WriteIt(const ReportPageOptions& options, Index* index, Audit audit, Output* output) {
  if (!options.redact) {
    WritePage(index, std::move(audit), ShowAsItIs, output);
    return {};
  }
  const auto key = SecretKey::LoadOrDefault(options.key, !options.dry_run);
  if (!key.ok()) return key.error();
  auto redactor = Redactor::For(index, key.value());
  if (!redactor.ok()) return redactor.error();
  WritePage(index, std::move(audit), PseudonymsOf(redactor.value().get(), key.value()), output);
  return {};
}

int WriteReport(const ReportPageOptions& options) {
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  Audit audit = LoadAudit(input.index.get());
  if (const std::string imbalance = audit.Imbalance(); !imbalance.empty()) {
    return Fail({"internal error, nothing was written: the books do not balance: " + imbalance +
                 "please report it with the input"},
                kCouldNot);
  }
  auto output = OpenResult(options.out, options.dry_run, input.index.get());
  if (!output.ok()) return Fail(output.error(), kCouldNot);
  Console::Get().ShowProgress();
  Console::Get().Begin("writing");
  Status status = WriteIt(options, input.index.get(), std::move(audit), output.value().get());
  Console::Get().HideProgress();
  if (status.ok()) status = FinishResult(options.out, options.dry_run, output.value().get());
  if (!status.ok()) return Fail(status.error(), kCouldNot);
  return TellIntake(input.intake);
}

}  // namespace

int WriteReportPage(const ReportPageOptions& options) {
  return Guarded(options.out, WriteReport, options);
}

}  // namespace analyzer
