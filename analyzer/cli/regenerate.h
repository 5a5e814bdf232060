#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/intake.h"
#include "analyzer/index/index.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/write/tree.h"

namespace analyzer {

struct Report;

// What the subcommands that write were told, as typed.
struct WriteOptions {
  std::string out;
  std::string index;  // empty: OUT/import-analyzer.sqlite
  std::vector<std::string> decide;
  std::optional<int64_t> as_of;  // milliseconds
  bool replace = false;
  bool single_failures = true;
  bool json = false;
  bool dry_run = false;    // nothing is written
  bool remembers = false;  // what was done is kept for the next run (LastRecover)
  RetryOptions retry;
  ReadingOptions reading;

  std::filesystem::path IndexPath() const;
};

// What a run told.
struct Told {
  std::string text;  // on standard error
  std::string json;  // on standard output
};

// Turns what is in an index into files: matches, checks the books, writes, reports.
class Regeneration {
 public:
  explicit Regeneration(const WriteOptions& options);

  // These two before the work begins, so that a person does not wait for a refusal. The exit
  // status; kDone where all is well.
  int ReadDecisions();
  // Sees that everything may be written.
  int CheckPlaces();

  // The exit status. Where all was written the index is published, and can still be read.
  int Run(Index* index, const IntakeReport& intake, Told* told);

  // In a dry run: the index, and what is remembered, would stay as they are.
  void FindUpToDate() { up_to_date_ = true; }

  const std::vector<Decision>& decisions() const { return match_.decisions; }

 private:
  int TellAll(const Report& report, const std::vector<std::string>& advice, Index* index,
              Told* told) const;
  void Tell(const Report& report, const std::vector<std::string>& advice, Index* index,
            Told* told) const;

  const WriteOptions& options_;
  TreeOptions tree_;
  MatchOptions match_;
  bool up_to_date_ = false;
};

}  // namespace analyzer
