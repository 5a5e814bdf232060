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
  bool dry_run = false;  // nothing is written
  RetryOptions retry;
  ReadingOptions reading;

  std::filesystem::path IndexPath() const;
};

// Turns what is in an index into files: matches, checks the books, writes, reports.
class Regeneration {
 public:
  explicit Regeneration(const WriteOptions& options);

  // Reads the decisions, and sees that everything may be written: before the work begins, so that a
  // person does not wait for a refusal. The exit status; kDone where all is well.
  int Check();

  // The exit status. The index is published where all was written.
  int Run(Index* index, const IntakeReport& intake);

 private:
  void Tell(const Report& report, Index* index) const;

  const WriteOptions& options_;
  TreeOptions tree_;
  MatchOptions match_;
};

}  // namespace analyzer
