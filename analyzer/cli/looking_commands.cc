#include <memory>

#include "analyzer/cli/audit.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/explain.h"
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

Command AddExplain(CLI::App* app) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* explain = app->add_subcommand(
      "explain", "Tell the whole story of one customer, with the places and texts that tell it");
  explain
      ->add_option("WHAT", options->what,
                   "Whom: an id, a card, an email, a user name, a name or a personal number")
      ->required();
  AddInput(explain, &options->input);
  explain->add_flag("--json", options->json, "Print the story as JSON on standard output");
  explain->footer("Example:\n  import-analyzer explain 51000100005 --index recovered/\n\n" +
                  std::string(kExitStatus));
  return {explain, [options] { return Explain(*options); }};
}

}  // namespace

std::vector<Command> AddLookingCommands(CLI::App* app) { return {AddAudit(app), AddExplain(app)}; }

}  // namespace analyzer
