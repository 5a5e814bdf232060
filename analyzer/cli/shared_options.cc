#include "analyzer/cli/shared_options.h"

#include <algorithm>
#include <limits>

#include "analyzer/base/unicode.h"

namespace analyzer {

Period ReadPeriod(const std::string& option, const std::string& text) {
  const auto period = ParsePeriod(text);
  if (period) return *period;
  throw CLI::ValidationError(option, "'" + text +
                                         "' is no time; write 2025-11-23, '2025-11-23 14:05' or "
                                         "2025-11-23T14:05:30");
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
      ->transform(CLI::AsSizeValue(false));
  command
      ->add_option("--jobs", reading->jobs,
                   "Threads that read and write files (default: as many as there are cores)")
      ->check(CLI::Range(1U, 1024U));
}

void AddAsOf(CLI::App* command, std::optional<int64_t>* as_of) {
  command->add_option_function<std::string>(
      "--as-of", [as_of](const std::string& text) { *as_of = ReadPeriod("--as-of", text).end - 1; },
      "Answer as if the logs ended at that time (2025-11-23, '2025-11-23 14:05', "
      "2025-11-23T14:05:30)");
}

void AddSelection(CLI::App* command, const std::string& results, Selection* selection) {
  command
      ->add_option_function<std::vector<std::string>>(
          "--result",
          [selection](const std::vector<std::string>& words) {
            for (const std::string& word : words) selection->results.push_back(Upper(word));
          },
          "Only those with these results (default: " + results + ")")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      ->add_option("--run", selection->runs, "Only those of this run, as the report numbers them")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option_function<std::string>(
      "--since",
      [selection](const std::string& text) {
        selection->since = ReadPeriod("--since", text).begin;
      },
      "Only those that failed, or were sent last, at that time or later; a time as for --as-of");
  command->add_option_function<std::string>(
      "--until",
      [selection](const std::string& text) {
        const Period period = ReadPeriod("--until", text);
        constexpr size_t kDateLength = 10;
        selection->until = text.size() == kDateLength ? period.end : period.begin;
      },
      "Only those before that time, or up to the end of that day");
  command
      ->add_option(
          "--source", selection->sources,
          "Only those that this file tells of: a name, the end of a path, a folder, a glob "
          "(repeatable)")
      ->allow_extra_args(false);
}

void AddFormat(CLI::App* command, const std::string& formats, RowFormat* format) {
  command->add_option_function<std::string>(
      "--format",
      [formats, format](const std::string& name) {
        const auto found = RowFormatOf(name);
        const bool allowed = (", " + formats + ",").find(", " + name + ",") != std::string::npos;
        if (!found || !allowed) {
          throw CLI::ValidationError("--format", "'" + name + "' is none of " + formats);
        }
        *format = *found;
      },
      "How the rows are written: " + formats + "; the first is the default");
}

void AddRowsOut(CLI::App* command, std::string* out) {
  command->add_option("--out", *out,
                      "The file to write to, put in the place of one that is there; default: "
                      "standard output");
}

void AddInput(CLI::App* command, InputOptions* input) {
  command->add_option("SOURCE", input->sources,
                      "Saved responses, logs, the client's failed_customers.json: files and "
                      "folders, or - for standard input");
  command
      ->add_option("--batches", input->batches,
                   "Batch files, or folders of them (repeatable); left out: those among the "
                   "sources")
      ->allow_extra_args(false);
  command->add_option("--index", input->index,
                      "Instead of sources: an index, or the folder that `recover` wrote to");
  AddAsOf(command, &input->as_of);
  AddReading(command, &input->reading);
}

}  // namespace analyzer
