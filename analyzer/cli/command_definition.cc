#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "analyzer/base/libraries.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/help_format.h"
#include "analyzer/cli/shared_options.h"
#include "analyzer/extract/libraries.h"
#include "analyzer/index/libraries.h"
#include "analyzer/source/libraries.h"

namespace analyzer {
namespace {

constexpr char kFirstSteps[] =
    "Without a subcommand it looks at what is in this folder, and says what to type.\n\n"
    "Examples:\n"
    "  import-analyzer\n"
    "  import-analyzer recover --batches batches/ --out recovered api_responses/ bulk_import.log\n"
    "  import-analyzer recover --help";

constexpr char kSettings[] =
    "Where an option is not typed, its environment variable counts, if it has one; then what the "
    "file says that --config names. That is TOML: a key is an option's name, in a table of the "
    "subcommand's name; those of every subcommand, --jobs, --memory, --max-expanded and "
    "--redact-key may stand before all tables, too:\n"
    "  jobs = 4\n"
    "  [recover]\n"
    "  batches = [\"batches\", \"more\"]";

std::string Version() {
  std::string text = "import-analyzer " ANALYZER_VERSION "\n\n";
  for (const auto& libraries :
       {BaseLibraries(), SourceLibraries(), ExtractLibraries(), IndexLibraries()}) {
    for (const std::string& library : libraries) text += library + "\n";
  }
  return text + "CLI11 " CLI11_VERSION;
}

}  // namespace

CommandLine MakeCommandLine() {
  CommandLine line;
  line.common = std::make_shared<CommonOptions>();
  line.app = std::make_shared<CLI::App>(
      "Recover, audit and regenerate failed customers of a bulk import.", "import-analyzer");
  CLI::App* const app = line.app.get();
  app->formatter(std::make_shared<HelpFormat>());
  app->set_version_flag("--version", Version, "Print the version, and those of the libraries");
  app->set_help_flag("-h,--help", "Print this help; of a subcommand: SUBCOMMAND --help");
  app->require_subcommand(0, 1);
  app->footer(std::string(kFirstSteps) + "\n\n" + kSettings + "\n\n" + kExitStatus);
  line.alone = std::make_shared<CommonOptions>();
  AddCommon(app, line.alone.get());
  line.commands = AddWritingCommands(app);
  std::ranges::move(AddLookingCommands(app), std::back_inserter(line.commands));
  for (const Command& command : line.commands) {
    command.options->set_help_flag("-h,--help", "Print this help");
    AddCommon(command.options, line.common.get());
  }
  return line;
}

}  // namespace analyzer
