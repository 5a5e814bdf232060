#include "analyzer/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "analyzer/base/interruption.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/first_look.h"
#include "analyzer/cli/settings.h"
#include "analyzer/cli/usage_error.h"

namespace analyzer {
namespace {

Talk TalkOf(const CommonOptions& options) {
  if (options.quiet) return Talk::kQuiet;
  return options.verbose ? Talk::kVerbose : Talk::kNormal;
}

// The exit status; kDone with *parsed false where help or the version was asked for.
int Parse(const CommandLine& line, const std::vector<std::string>& typed, bool* parsed) {
  *parsed = false;
  auto arguments = WithSettings(*line.app, typed);
  if (!arguments.ok()) return Fail(arguments.error(), kWrongUse);
  std::reverse(arguments.value().begin(), arguments.value().end());  // as CLI11 takes them
  try {
    line.app->parse(std::move(arguments.value()));
    *parsed = true;
    return kDone;
  } catch (const CLI::Success& asked) {
    return line.app->exit(asked);
  } catch (const CLI::ParseError& error) {
    return Fail({UsageError(*line.app, error, typed)}, kWrongUse);
  }
}

int RunCommand(const CommandLine& line) {
  const auto chosen = std::ranges::find_if(
      line.commands, [](const Command& command) { return command.options->parsed(); });
  return chosen == line.commands.end() ? FirstLook() : chosen->run();
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  // Broken pipes are told by the write, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  const CommandLine line = MakeCommandLine();
  bool parsed = false;
  const int wrong = Parse(line, {argv + 1, argv + argc}, &parsed);
  if (!parsed) return wrong;
  const CommonOptions& options = line.app->get_subcommands().empty() ? *line.alone : *line.common;
  Console::Get().Set(TalkOf(options), options.colour);
  HeedSignals();
  const int status = RunCommand(line);
  Console::Get().HideProgress();
  if (StopSignal() != 0) EndBySignal();
  return status;
}

}  // namespace analyzer
