#include "analyzer/write/page.h"

#include <string>
#include <vector>

#include "analyzer/write/audit_json.h"
#include "analyzer/write/page_histories.h"
#include "analyzer/write/page_rows.h"
#include "analyzer/write/page_text.h"

namespace analyzer {

void WritePage(Index* index, Audit audit, const Redact& redact, Output* output) {
  const TextSink out = [output](std::string_view text) { output->Write(text); };
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
}

}  // namespace analyzer
