#pragma once

#include <functional>
#include <vector>

namespace CLI {
class App;
}

namespace analyzer {

// A subcommand: what it takes, and what it does once its options are filled in.
struct Command {
  const CLI::App* options;
  std::function<int()> run;  // the exit status
};

// Those that write: recover, index, scan, write, retry.
std::vector<Command> AddWritingCommands(CLI::App* app);
// Those that only look.
std::vector<Command> AddLookingCommands(CLI::App* app);

}  // namespace analyzer
