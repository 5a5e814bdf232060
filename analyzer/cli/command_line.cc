#include "analyzer/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <limits>

#include "analyzer/base/local_time.h"
#include "analyzer/base/unicode.h"
#include "analyzer/cli/add_files.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/recover.h"

namespace analyzer {
namespace {

constexpr char kExitStatus[] =
    "Exit status: 0 all found and joined; 1 done, but something needs a look; 2 wrong use; 3 could "
    "not do it.";

Period ReadPeriod(const std::string& option, const std::string& text) {
  const auto period = ParsePeriod(text);
  if (period) return *period;
  throw CLI::ValidationError(option, "'" + text +
                                         "' is no time; write 2025-11-23, '2025-11-23 14:05' or "
                                         "2025-11-23T14:05:30");
}

void AddLimits(CLI::App* command, ExpansionLimits* limits) {
  command
      ->add_option_function<uint64_t>(
          "--max-expanded",
          [limits](const uint64_t& bytes) {
            constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
            limits->max_expanded = static_cast<int64_t>(std::min(bytes, kMost));
          },
          "Stop reading an archive once so many bytes came out of it, like 500MB or 100G (default: "
          "64G)")
      ->transform(CLI::AsSizeValue(false));
}

// ---- Who is sent again ----

void AddSelection(CLI::App* command, RetryOptions* retry) {
  command
      ->add_option_function<std::vector<std::string>>(
          "--result",
          [retry](const std::vector<std::string>& results) {
            for (const std::string& result : results) retry->results.push_back(Upper(result));
          },
          "Send again those with these results (default: FAILED,UNANSWERED)")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--run", retry->runs, "Only those of this run, as the report numbers them")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option_function<std::string>(
      "--since",
      [retry](const std::string& text) { retry->since = ReadPeriod("--since", text).begin; },
      "Only those that failed, or were sent last, at that time or later; a time as for --as-of");
  command->add_option_function<std::string>(
      "--until",
      [retry](const std::string& text) {
        const Period period = ReadPeriod("--until", text);
        constexpr size_t kDateLength = 10;
        retry->until = text.size() == kDateLength ? period.end : period.begin;
      },
      "Only those before that time, or up to the end of that day");
  command
      ->add_option(
          "--source", retry->sources,
          "Only those that this file tells of: a name, the end of a path, a folder, a glob "
          "(repeatable)")
      ->allow_extra_args(false);
}

void AddRetry(CLI::App* command, RetryOptions* retry) {
  AddSelection(command, retry);
  command->add_option("--batch-size", retry->batch_size, "Items of a retry batch, 1 to 100")
      ->check(CLI::Range(int64_t{1}, kMostItemsOfARequest))
      ->capture_default_str();
  command
      ->add_option("--change-type", retry->change_type,
                   "Send conflicts again with this changeType: UPSERT or UPDATE")
      ->transform(CLI::IsMember({"UPSERT", "UPDATE"}, CLI::ignore_case));
  command
      ->add_option(
          "--max-attempts", retry->max_attempts,
          "Leave out of the retry batches who failed for one reason, or was left unanswered, so "
          "often")
      ->check(CLI::Range(int64_t{1}, int64_t{1000000}));
}

// ---- What is written ----

void AddOutput(CLI::App* command, WriteOptions* write) {
  command->add_option("--out", write->out, "Folder to write to")->required();
  command->add_option("--index", write->index,
                      "The SQLite index (default: OUT/import-analyzer.sqlite)");
  command->add_option_function<std::string>(
      "--as-of",
      [write](const std::string& text) { write->as_of = ReadPeriod("--as-of", text).end - 1; },
      "Answer as if the logs ended at that time (2025-11-23, '2025-11-23 14:05', "
      "2025-11-23T14:05:30)");
  command
      ->add_option("--decide", write->decide,
                   "Decisions by hand: a copy of unmatched.json, filled in (repeatable)")
      ->allow_extra_args(false);
  command->add_flag("--replace", write->replace,
                    "Move folders that this program did not write to NAME.before");
  command->add_flag("--skip-already-imported", write->retry.skip_already_imported,
                    "Leave out conflicts of customers whom an earlier attempt imported");
  command->add_flag("--json", write->json, "Print the report as JSON on standard output");
  AddLimits(command, &write->limits);
  AddRetry(command, &write->retry);
}

void AddNoRetry(CLI::App* command, RetryOptions* retry) {
  command->add_flag(
      "--no-retry", [retry](int64_t) { retry->write = false; }, "Write no retry batches");
}

// ---- The subcommands ----

CLI::App* AddRecover(CLI::App* app, RecoverOptions* options) {
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
  AddOutput(recover, &options->write);
  AddNoRetry(recover, &options->write.retry);
  recover->footer(
      "Example:\n  import-analyzer recover --batches batches/ --out recovered/ api_responses/ "
      "bulk_import.log\n\n" +
      std::string(kExitStatus));
  return recover;
}

CLI::App* AddAdding(CLI::App* app, const char* name, const char* what, const char* argument,
                    AddOptions* options) {
  CLI::App* command = app->add_subcommand(name, what);
  command->add_option(argument, options->arguments, "Files, and folders with all that is in them")
      ->required();
  command->add_option("--index", options->index, "The SQLite index")->required();
  command->add_flag("--json", options->json, "Print what was read as JSON on standard output");
  AddLimits(command, &options->limits);
  command->footer(
      "Exit status: 0 done; 1 done, but something needs a look; 2 wrong use; 3 could not do it.");
  return command;
}

CLI::App* AddWrite(CLI::App* app, WriteOptions* options) {
  CLI::App* write =
      app->add_subcommand("write", "Write the tree and the retry batches from an index");
  AddOutput(write, options);
  AddNoRetry(write, &options->retry);
  write->footer("Example:\n  import-analyzer write --index it.sqlite --out recovered/\n\n" +
                std::string(kExitStatus));
  return write;
}

CLI::App* AddRetryOnly(CLI::App* app, WriteOptions* options) {
  CLI::App* retry = app->add_subcommand(
      "retry", "Write retry batches from an index; the tree of single failures stays as it is");
  options->single_failures = false;
  AddOutput(retry, options);
  retry->footer(
      "Example:\n  import-analyzer retry --out recovered/ --result CONFLICT --change-type "
      "UPSERT\n\n" +
      std::string(kExitStatus));
  return retry;
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
  AddOptions index;
  AddOptions scan;
  WriteOptions write;
  WriteOptions retry;
  const CLI::App* recovering = AddRecover(&app, &recover);
  const CLI::App* indexing =
      AddAdding(&app, "index", "Add batch files to an index", "BATCHES", &index);
  const CLI::App* scanning = AddAdding(
      &app, "scan", "Add sources to an index: saved responses, logs, the client's own files",
      "SOURCE", &scan);
  const CLI::App* writing = AddWrite(&app, &write);
  AddRetryOnly(&app, &retry);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  if (*recovering) return Recover(recover);
  if (*indexing) return AddFiles(index, Given::kBatches);
  if (*scanning) return AddFiles(scan, Given::kSources);
  return Write(*writing ? write : retry);
}

}  // namespace analyzer
