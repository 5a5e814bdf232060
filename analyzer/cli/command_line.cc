#include "analyzer/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <csignal>

#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/recover.h"

namespace analyzer {
namespace {

constexpr char kExitStatus[] =
    "Exit status: 0 all found and joined; 1 done, but something needs a look; 2 wrong use; 3 could "
    "not do it.";

void AddRecover(CLI::App* app, RecoverOptions* options) {
  CLI::App* recover = app->add_subcommand(
      "recover",
      "Find the customers that were not imported and write them so that they can be sent again");
  recover
      ->add_option("SOURCE", options->sources,
                   "Saved responses, logs, the client's failed_customers.json: files and folders, "
                   "or - for standard input")
      ->required();
  recover
      ->add_option(
          "--batches", options->batches,
          "Batch files, or folders of them (repeatable); left out: those among the sources")
      ->allow_extra_args(false);
  recover->add_option("--out", options->out, "Folder to write to")->required();
  recover->add_option("--index", options->index,
                      "The SQLite index (default: OUT/import-analyzer.sqlite)");
  recover
      ->add_option("--decide", options->decide,
                   "Decisions by hand: a copy of unmatched.json, filled in (repeatable)")
      ->allow_extra_args(false);
  recover->add_flag(
      "--replace", options->replace,
      "Move a single_failures that this program did not write to single_failures.before");
  recover
      ->add_option("--max-expanded", options->max_expanded,
                   "Stop reading an archive once so many bytes came out of it, like 500MB or 100G "
                   "(default: 64G)")
      ->transform(CLI::AsSizeValue(false));
  recover->add_flag("--json", options->json, "Print the report as JSON on standard output");
  recover->footer(
      "Example:\n  import-analyzer recover --batches batches/ --out recovered/ api_responses/ "
      "bulk_import.log\n\n" +
      std::string(kExitStatus));
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  // Broken pipes are told by the write, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Recover, audit and regenerate failed customers of a bulk import.",
               "import-analyzer");
  app.set_version_flag("--version", ANALYZER_VERSION);
  app.require_subcommand(1);
  app.footer(kExitStatus);
  RecoverOptions recover;
  AddRecover(&app, &recover);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  return Recover(recover);
}

}  // namespace analyzer
