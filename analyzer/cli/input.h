#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/intake.h"
#include "analyzer/index/index.h"

namespace analyzer {

// Where the subcommands that only look were told to look, as typed: in an index, or in files.
struct InputOptions {
  std::string index;  // a file, or a folder that `recover` wrote to; empty: `sources` are read
  std::vector<std::string> sources;
  std::vector<std::string> batches;
  std::optional<int64_t> as_of;  // milliseconds
  ReadingOptions reading;
  std::vector<std::string> decide;         // files of decisions by hand
  std::vector<std::string> not_a_witness;  // absolute paths of files that count as no source
};

// What there is to look at.
struct Input {
  std::unique_ptr<Index> index;  // matched; what is on disk does not change
  IntakeReport intake;
};

// Opens the index, or reads the sources into one that is not kept. The exit status, and then the
// error is told: kDone where *input is filled. Files that changed since the index read them are
// among the problems of the intake.
int OpenInput(const InputOptions& options, Input* input);

// What of the intake needs a look, a line each.
std::vector<std::string> LinesOfIntake(const IntakeReport& intake);

// Tells that on standard error. The exit status of a subcommand that
// could do all else.
int TellIntake(const IntakeReport& intake);

}  // namespace analyzer
