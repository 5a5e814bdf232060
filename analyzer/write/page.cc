#include "analyzer/write/page.h"

#include <string>
#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/write/audit_json.h"
#include "analyzer/write/page_histories.h"
#include "analyzer/write/page_rows.h"
#include "analyzer/write/page_text.h"

namespace analyzer {

Status WritePage(Index* index, Audit audit, const Redact& redact,
                 const std::filesystem::path& path) {
  auto file = AtomicFile::Create(path);
  if (!file.ok()) return file.error();
  const TextSink out = [&file](std::string_view text) { file.value()->Write(text); };
  RedactAudit(redact, &audit);
  std::vector<std::string> customers;
  FillForm(kPageForm, out, [&](std::string_view name) {
    if (name == "policy") out(PagePolicy(kPageScript, kPageStyle));
    if (name == "style") out(kPageStyle);
    if (name == "script") out(kPageScript);
    if (name == "audit") out(JsonForScript(AuditJson(audit)));
    if (name == "customers") customers = WritePageRows(index, redact, out);
    if (name == "histories") WritePageHistories(index, customers, redact, out);
  });
  return file.value()->Publish();
}

}  // namespace analyzer
