#include "analyzer/cli/explain.h"

#include <cstdio>
#include <string>
#include <vector>

#include "analyzer/audit/find_customers.h"
#include "analyzer/audit/history.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/write/history_json.h"

namespace analyzer {
namespace {

int RunExplain(const ExplainOptions& options) {
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  const std::vector<std::string> customers = FindCustomers(input.index.get(), options.what);
  for (const auto& c : customers) {
    if (Status status = PrintJson(HistoryDocument(HistoryLoader(input.index.get()).Load(c))); !status.ok()) return Fail(status.error(), kCouldNot);
  }
  return NeedsALook(input.intake) ? kNeedsALook : kDone;
}

}  // namespace

int Explain(const ExplainOptions& options) { return Guarded(RunExplain, options); }

}  // namespace analyzer
