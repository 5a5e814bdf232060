#include "analyzer/cli/shared_options.h"

#include <algorithm>
#include <limits>
#include <map>

#include "analyzer/base/memory_limit.h"
#include "analyzer/base/nearest.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

std::string Listed(const std::vector<std::string>& words) { return CLI::detail::join(words, ", "); }

// As CLI11 describes a set: help leaves it out, and completions read it.
std::string AsSet(const std::vector<std::string>& words) {
  return "{" + CLI::detail::join(words) + "}";
}

}  // namespace

CLI::Validator OneOf(const std::vector<std::string>& words) {
  return {[words](std::string& word) {
            const bool found = std::find(words.begin(), words.end(), word) != words.end();
            if (found) return std::string();
            const std::string nearest = NearestOf(word, words);
            return "'" + word + "' is none of " + Listed(words) +
                   (nearest.empty() ? "" : "; did you mean " + nearest + "?");
          },
          AsSet(words)};
}

CLI::Validator Mostly(const std::vector<std::string>& words) {
  return {[](std::string&) { return std::string(); }, AsSet(words)};
}

Period ReadPeriod(const std::string& option, const std::string& text) {
  const auto period = ParsePeriod(text);
  if (period) return *period;
  throw CLI::ValidationError(option, "'" + text +
                                         "' is no time; write 2025-11-23, '2025-11-23 14:05' or "
                                         "2025-11-23T14:05:30");
}

void AddCommon(CLI::App* command, CommonOptions* options) {
  constexpr char kGroup[] = "Options of every subcommand";
  CLI::Option* const quiet =
      command->add_flag("--quiet", options->quiet, "Tell only errors, and what needs a look");
  CLI::Option* const verbose = command->add_flag(
      "--verbose", options->verbose, "Tell each file that is read, and how failures were joined");
  verbose->excludes(quiet);
  CLI::Option* const colour = command->add_option_function<std::string>(
      "--color",
      [options](const std::string& when) {
        static const std::map<std::string, UseColour> kWords = {{"auto", UseColour::kAuto},
                                                                {"always", UseColour::kAlways},
                                                                {"never", UseColour::kNever}};
        options->colour = kWords.at(when);
      },
      "auto, always or never; auto, the default, is for terminals, and heeds NO_COLOR");
  colour->check(OneOf({"auto", "always", "never"}));
  CLI::Option* const config = command->add_option(
      "--config", options->config, "A TOML file with values for options that are not typed");
  colour->type_name("WHEN");
  config->type_name("FILE");
  for (CLI::Option* const option : {quiet, verbose, colour, config}) option->group(kGroup);
}

void AddDryRun(CLI::App* command, bool* dry_run) {
  command->add_flag("--dry-run", *dry_run,
                    "Do all but write: tell what would be written, and change nothing");
}

void AddReading(CLI::App* command, ReadingOptions* reading) {
  command
      ->add_option_function<uint64_t>(
          "--max-expanded",
          [reading](const uint64_t& bytes) {
            constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
            reading->limits.max_expanded = static_cast<int64_t>(std::min(bytes, kMost));
          },
          "Stop reading an archive once so many bytes came out of it, like 500MB or 100G (default: "
          "64G)")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  command
      ->add_option_function<uint64_t>(
          "--memory",
          [](const uint64_t& bytes) {
            if (bytes < MemoryLimit::kLeast) {
              throw CLI::ValidationError("--memory",
                                         "less than " + std::to_string(MemoryLimit::kLeast >> 20U) +
                                             "MB cannot be kept to; allow more, or leave it out");
            }
            MemoryLimit limit = Memory();
            limit.bytes = bytes;
            SetMemory(limit);
          },
          "What reading may take of memory, like 100MB or 1G (default: 256MB); what does not fit "
          "is kept in files in the folder that TMPDIR names, else in /var/tmp")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  command
      ->add_option("--jobs", reading->jobs,
                   "Threads that read and write files (default: as many as there are cores)")
      ->check(CLI::Range(1U, 1024U))
      ->type_name("N");
}

void AddFollow(CLI::App* command, ReadingOptions* reading) {
  command->add_flag(
      "--follow", reading->follow,
      "Read what links in folders lead to as well; loops end, and each file counts once");
}

void AddAsOf(CLI::App* command, std::optional<int64_t>* as_of) {
  command
      ->add_option_function<std::string>(
          "--as-of",
          [as_of](const std::string& text) { *as_of = ReadPeriod("--as-of", text).end - 1; },
          "Answer as if the logs ended at that time (2025-11-23, '2025-11-23 14:05', "
          "2025-11-23T14:05:30)")
      ->type_name("TIME");
}

void AddSelection(CLI::App* command, const std::string& results, Selection* selection) {
  command
      ->add_option_function<std::vector<std::string>>(
          "--result",
          [selection](const std::vector<std::string>& words) {
            for (const std::string& word : words) selection->results.push_back(Upper(word));
          },
          "Only those with these results (default: " + results + ")")
      ->check(Mostly(
          {"FAILED", "UNANSWERED", "CONFLICT", "ERROR", "NOT_FOUND", "DUPLICATE", "UNKNOWN"}))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("WORDS");
  command
      ->add_option("--run", selection->runs, "Only those of this run, as the report numbers them")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NUMBERS");
  command
      ->add_option_function<std::string>(
          "--since",
          [selection](const std::string& text) {
            selection->since = ReadPeriod("--since", text).begin;
          },
          "Only those that failed, or were sent last, at that time or later; a time as for --as-of")
      ->type_name("TIME");
  command
      ->add_option_function<std::string>(
          "--until",
          [selection](const std::string& text) {
            const Period period = ReadPeriod("--until", text);
            constexpr size_t kDateLength = 10;
            selection->until = text.size() == kDateLength ? period.end : period.begin;
          },
          "Only those before that time, or up to the end of that day")
      ->type_name("TIME");
  command
      ->add_option(
          "--source", selection->sources,
          "Only those that this file tells of: a name, the end of a path, a folder, a glob "
          "(repeatable)")
      ->allow_extra_args(false)
      ->type_name("NAME");
}

void AddFormat(CLI::App* command, const std::vector<std::string>& formats, RowFormat* format) {
  command
      ->add_option_function<std::string>(
          "--format", [format](const std::string& name) { *format = RowFormatOf(name).value(); },
          "How the rows are written: " + Listed(formats) + "; the first is the default")
      ->check(OneOf(formats))
      ->type_name("WORD");
}

void AddRowsOut(CLI::App* command, std::string* out, bool* dry_run) {
  command
      ->add_option("--out", *out,
                   "The file to write to, put in the place of one that is there; default: "
                   "standard output")
      ->type_name("FILE");
  AddDryRun(command, dry_run);
}

void AddInput(CLI::App* command, InputOptions* input) {
  command->add_option("SOURCE", input->sources,
                      "Saved responses, logs, the client's failed_customers.json: files and "
                      "folders, or - for standard input");
  command
      ->add_option("--batches", input->batches,
                   "Batch files, or folders of them (repeatable); left out: those among the "
                   "sources")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command
      ->add_option("--index", input->index,
                   "Instead of sources: an index, or the folder that `recover` wrote to")
      ->type_name("PATH");
  AddAsOf(command, &input->as_of);
  AddFollow(command, &input->reading);
  AddReading(command, &input->reading);
}

}  // namespace analyzer
