#include <memory>

#include "analyzer/cli/audit.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/shared_options.h"

namespace analyzer {
namespace {

Command AddAudit(CLI::App* app) {
  const auto options = std::make_shared<AuditOptions>();
  CLI::App* audit = app->add_subcommand(
      "audit", "Reconcile what was planned, sent and answered, run by run and in all");
  AddInput(audit, &options->input);
  audit->add_flag("--json", options->json, "Print the figures as JSON on standard output");
  audit->footer("Example:\n  import-analyzer audit --index recovered/\n\n" +
                std::string(kExitStatus));
  return {audit, [options] { return Audit(*options); }};
}

}  // namespace

std::vector<Command> AddLookingCommands(CLI::App* app) { return {AddAudit(app)}; }

}  // namespace analyzer
