#include <memory>
#include <set>
#include <string>

#include "analyzer/cli/add_files.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/recover.h"
#include "analyzer/cli/shared_options.h"

namespace analyzer {
namespace {

void AddRetry(CLI::App* command, RetryOptions* retry) {
  AddSelection(command, "FAILED,UNANSWERED", &retry->selection);
  command->add_option("--batch-size", retry->batch_size, "Items of a retry batch, 1 to 100")
      ->check(CLI::Range(int64_t{1}, kMostItemsOfARequest))
      ->capture_default_str()
      ->type_name("N");
  command
      ->add_option("--change-type", retry->change_type,
                   "Send conflicts again with this changeType: UPSERT or UPDATE")
      ->transform(CLI::IsMember({"UPSERT", "UPDATE"}, CLI::ignore_case))
      ->type_name("WORD");
  command
      ->add_option(
          "--max-attempts", retry->max_attempts,
          "Leave out of the retry batches who failed for one reason, or was left unanswered, so "
          "often")
      ->check(CLI::Range(int64_t{1}, int64_t{1000000}))
      ->type_name("N");
}

// ---- What is written ----

void AddOutput(CLI::App* command, WriteOptions* write) {
  command->add_option("--out", write->out, "Folder to write to")->required()->type_name("DIR");
  command
      ->add_option("--index", write->index,
                   "The SQLite index (default: OUT/import-analyzer.sqlite)")
      ->type_name("FILE");
  AddAsOf(command, &write->as_of);
  command
      ->add_option("--decide", write->decide,
                   "Decisions by hand: a copy of unmatched.json, filled in (repeatable)")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command->add_flag("--replace", write->replace,
                    "Move folders that this program did not write to NAME.before");
  command->add_flag("--skip-already-imported", write->retry.skip_already_imported,
                    "Leave out conflicts of customers whom an earlier attempt imported");
  command->add_flag("--json", write->json, "Print the report as JSON on standard output");
  AddDryRun(command, &write->dry_run);
  AddReading(command, &write->reading);
  AddRetry(command, &write->retry);
}

void AddNoRetry(CLI::App* command, RetryOptions* retry) {
  command->add_flag(
      "--no-retry", [retry](int64_t) { retry->write = false; }, "Write no retry batches");
}

// Each option of a subcommand with what was given to it, but for those that change nothing of what
// it comes to.
std::string AsTyped(const CLI::App& command) {
  static const std::set<std::string> kOfNoMatter = {"--color", "--dry-run", "--fresh", "--jobs",
                                                    "--memory"};
  std::string typed;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->count() == 0 || kOfNoMatter.contains(name)) continue;
    typed += name;
    for (const std::string& value : option->results()) typed += " " + value;
    typed += "\n";
  }
  return typed;
}

// ---- The subcommands ----

Command AddRecover(CLI::App* app) {
  const auto options = std::make_shared<RecoverOptions>();
  options->write.remembers = true;
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
      ->type_name("PATH")
      ->allow_extra_args(false);
  AddOutput(recover, &options->write);
  AddFollow(recover, &options->write.reading);
  AddNoRetry(recover, &options->write.retry);
  recover->add_flag("--fresh", options->fresh,
                    "Read and write all anew, also what did not change since the last run");
  recover->footer(
      "Examples:\n  import-analyzer recover --batches batches/ --out recovered/ api_responses/ "
      "bulk_import.log\n  import-analyzer recover --out recovered/ --dry-run .\n\n" +
      std::string(kExitStatus));
  return {recover, [options, recover] {
            options->typed = AsTyped(*recover);
            return Recover(*options);
          }};
}

Command AddAdding(CLI::App* app, const char* name, const char* what, const char* argument,
                  const char* example, Given given) {
  const auto options = std::make_shared<AddOptions>();
  CLI::App* command = app->add_subcommand(name, what);
  command->add_option(argument, options->arguments, "Files, and folders with all that is in them")
      ->required();
  command->add_option("--index", options->index, "The SQLite index")->type_name("FILE")->required();
  command->add_flag("--json", options->json, "Print what was read as JSON on standard output");
  AddDryRun(command, &options->dry_run);
  AddFollow(command, &options->reading);
  AddReading(command, &options->reading);
  command->footer(
      "Example:\n  import-analyzer " + std::string(name) + " --index it.sqlite " + example +
      "\n\nExit status: 0 done; 1 done, but something needs a look; 2 wrong use; 3 could not do "
      "it.");
  return {command, [options, given] { return AddFiles(*options, given); }};
}

Command AddWrite(CLI::App* app) {
  const auto options = std::make_shared<WriteOptions>();
  CLI::App* write =
      app->add_subcommand("write", "Write the tree and the retry batches from an index");
  AddOutput(write, options.get());
  AddNoRetry(write, &options->retry);
  write->footer("Example:\n  import-analyzer write --index it.sqlite --out recovered/\n\n" +
                std::string(kExitStatus));
  return {write, [options] { return Write(*options); }};
}

Command AddRetryOnly(CLI::App* app) {
  const auto options = std::make_shared<WriteOptions>();
  CLI::App* retry = app->add_subcommand(
      "retry", "Write retry batches from an index; the tree of single failures stays as it is");
  options->single_failures = false;
  AddOutput(retry, options.get());
  retry->footer(
      "Example:\n  import-analyzer retry --out recovered/ --result CONFLICT --change-type "
      "UPSERT\n\n" +
      std::string(kExitStatus));
  return {retry, [options] { return Write(*options); }};
}

}  // namespace

std::vector<Command> AddWritingCommands(CLI::App* app) {
  return {AddRecover(app),
          AddAdding(app, "index", "Add batch files to an index", "BATCHES", "batches/",
                    Given::kBatches),
          AddAdding(app, "scan",
                    "Add sources to an index: saved responses, logs, the client's own files",
                    "SOURCE", "api_responses/ bulk_import.log", Given::kSources),
          AddWrite(app), AddRetryOnly(app)};
}

}  // namespace analyzer
