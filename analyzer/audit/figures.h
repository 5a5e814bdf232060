#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "analyzer/index/database.h"

namespace analyzer {

// What became of the items of some batches. Every number is counted by a question of its own.
struct Figures {
  int64_t planned = 0;
  int64_t never_sent = 0;
  int64_t sent = 0;
  int64_t answered = 0;
  int64_t presumed = 0;
  int64_t untold = 0;
  int64_t unanswered = 0;  // of those that were sent
  int64_t succeeded = 0;
  std::map<std::string, int64_t> reasons;  // of the answered ones that failed

  int64_t batches = 0;
  int64_t attempts = 0;                  // at batches
  int64_t answered_after_a_failure = 0;  // batches that an attempt behind the first answered

  // Of what was answered, how much succeeded; nothing where nothing was answered.
  std::optional<double> success_rate() const;
  int64_t failed() const;

  // What does not add up, for a person; empty where all does.
  std::string Imbalance(const std::string& of_what) const;
};

// Whose figures: all batches together (under key 0), by run, or by batch (both by their ids).
enum class Grouping { kAll, kRun, kBatch };

std::map<int64_t, Figures> CountFigures(Database* database, Grouping grouping);

}  // namespace analyzer
