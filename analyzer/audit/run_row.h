#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/index/index.h"

namespace analyzer {

// A run, with what became of the items of its batches. Copies of a run are left out.
struct RunRow {
  int64_t id = 0;
  LocalTime started;
  LocalTime ended;
  std::string log;  // in which it begins
  bool household = false;
  int64_t batches = 0;
  int64_t items = 0;
  int64_t answered = 0;
  int64_t presumed = 0;
  int64_t untold = 0;
  int64_t unanswered = 0;
};

std::vector<RunRow> LoadRuns(Index* index);

}  // namespace analyzer
