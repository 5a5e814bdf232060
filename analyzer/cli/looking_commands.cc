#include <memory>

#include "analyzer/cli/audit.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/shared_options.h"
#include "analyzer/cli/verify.h"

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

Command AddVerify(CLI::App* app) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* verify = app->add_subcommand(
      "verify", "Hold a tree of failures against the sources: is it what was sent and failed?");
  verify
      ->add_option("TREE", options->tree,
                   "What `recover` or the client wrote: the folder with failed_customers, "
                   "failed_customers itself, or single_failures")
      ->required();
  AddInput(verify, &options->input);
  verify
      ->add_option("--decide", options->input.decide,
                   "Decisions by hand that the tree was written with (repeatable)")
      ->allow_extra_args(false);
  verify->add_flag("--json", options->json, "Print the findings as JSON on standard output");
  verify->footer(
      "Without sources and --index, the index that `recover` left with the tree is used.\n"
      "Examples:\n  import-analyzer verify recovered/\n"
      "  import-analyzer verify failed_customers/ --batches batches/ api_responses/ "
      "bulk_import.log\n\n"
      "Exit status: 0 nothing is wrong; 1 there are findings, or a source needs a look; 2 wrong "
      "use; 3 could not do it.");
  return {verify, [options] { return Verify(*options); }};
}

}  // namespace

std::vector<Command> AddLookingCommands(CLI::App* app) { return {AddAudit(app), AddVerify(app)}; }

}  // namespace analyzer
