#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/cli/console.h"

namespace CLI {
class App;
}

namespace analyzer {

// A subcommand: what it takes, and what it does once its options are filled in.
struct Command {
  CLI::App* options;
  std::function<int()> run;  // the exit status
};

// What every subcommand takes, as typed.
struct CommonOptions {
  bool quiet = false;
  bool verbose = false;
  UseColour colour = UseColour::kAuto;
  std::string config;  // a file; empty: none
};

// All that can be typed. The program parses by it, and manual pages and completions are made of it.
struct CommandLine {
  std::shared_ptr<CLI::App> app;  // the subcommands are its own
  std::vector<Command> commands;
  std::shared_ptr<CommonOptions> common;  // of the subcommand
  std::shared_ptr<CommonOptions> alone;   // where none is typed
};

CommandLine MakeCommandLine();

// Those that write: recover, index, scan, write, retry.
std::vector<Command> AddWritingCommands(CLI::App* app);
// Those that only look.
std::vector<Command> AddLookingCommands(CLI::App* app);

}  // namespace analyzer
