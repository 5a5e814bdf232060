#include "analyzer/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iterator>

#include "analyzer/cli/command.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/shared_options.h"

namespace analyzer {

int RunCommandLine(int argc, char** argv) {
  // Broken pipes are told by the write, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Recover, audit and regenerate failed customers of a bulk import.",
               "import-analyzer");
  app.set_version_flag("--version", ANALYZER_VERSION);
  app.require_subcommand(1);
  app.footer(kExitStatus);
  std::vector<Command> commands = AddWritingCommands(&app);
  std::ranges::move(AddLookingCommands(&app), std::back_inserter(commands));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  const auto chosen = std::ranges::find_if(
      commands, [](const Command& command) { return command.options->parsed(); });
  return chosen->run();
}

}  // namespace analyzer
