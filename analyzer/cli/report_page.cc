#include "analyzer/cli/report_page.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/audit/audit.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/redact/redactor.h"
#include "analyzer/redact/secret_key.h"
#include "analyzer/write/page.h"
#include "analyzer/write/page_redaction.h"

namespace analyzer {
namespace {

Result<SecretKey> LoadKey(const std::string& named) {
  if (!named.empty()) return SecretKey::LoadOrMake(named);
  auto path = SecretKey::DefaultPath();
  if (!path.ok()) return path.error();
  return SecretKey::LoadOrMake(path.value());
}

Status WriteIt(const ReportPageOptions& options, Index* index, Audit audit) {
  if (!options.redact) return WritePage(index, std::move(audit), ShowAsItIs, options.out);
  const auto key = LoadKey(options.key);
  if (!key.ok()) return key.error();
  auto redactor = Redactor::For(index, key.value());
  if (!redactor.ok()) return redactor.error();
  return WritePage(index, std::move(audit), PseudonymsOf(redactor.value().get(), key.value()),
                   options.out);
}

int Write(const ReportPageOptions& options) {
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  Audit audit = LoadAudit(input.index.get());
  if (const std::string imbalance = audit.Imbalance(); !imbalance.empty()) {
    return Fail({"internal error, nothing was written: the books do not balance: " + imbalance +
                 "please report it with the input"},
                kCouldNot);
  }
  const Status written = WriteIt(options, input.index.get(), std::move(audit));
  if (!written.ok()) return Fail(written.error(), kCouldNot);
  for (const std::string& problem : input.intake.problems) {
    std::fprintf(stderr, "import-analyzer: %s\n", problem.c_str());
  }
  return NeedsALook(input.intake) ? kNeedsALook : kDone;
}

}  // namespace

int WriteReportPage(const ReportPageOptions& options) { return Guarded(Write, options); }

}  // namespace analyzer
