#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/input.h"
#include "analyzer/write/rows.h"
#include "analyzer/write/selection.h"

namespace analyzer {

// How several subcommands take the same options.

inline constexpr char kExitStatus[] =
    "Exit status: 0 all found and joined; 1 done, but something needs a look; 2 wrong use; 3 could "
    "not do it.";

// Takes these words alone. Completions offer them, as they do what CLI::IsMember takes.
CLI::Validator OneOf(const std::vector<std::string>& words);

// Takes any word; completions offer these.
CLI::Validator Mostly(const std::vector<std::string>& words);

// Throws CLI::ValidationError where `text` is no time.
Period ReadPeriod(const std::string& option, const std::string& text);

// --quiet, --verbose, --color, --config, which all take.
void AddCommon(CLI::App* command, CommonOptions* options);

// --dry-run
void AddDryRun(CLI::App* command, bool* dry_run);

// --max-expanded, --memory, --jobs. --memory counts for the whole process (SetMemory).
void AddReading(CLI::App* command, ReadingOptions* reading);

// --follow, of all that take sources.
void AddFollow(CLI::App* command, ReadingOptions* reading);

// --as-of
void AddAsOf(CLI::App* command, std::optional<int64_t>* as_of);

// --result, --run, --since, --until, --source. `results` says which results are the default.
void AddSelection(CLI::App* command, const std::string& results, Selection* selection);

// --format: one of `formats`, of which the first is the default.
void AddFormat(CLI::App* command, const std::vector<std::string>& formats, RowFormat* format);

// --out FILE, of rows, and --dry-run
void AddRowsOut(CLI::App* command, std::string* out, bool* dry_run);

// SOURCE..., --batches, --index, --as-of, --follow, --max-expanded, --memory, --jobs
void AddInput(CLI::App* command, InputOptions* input);

}  // namespace analyzer
