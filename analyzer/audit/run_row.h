#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/audit/figures.h"
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
  Figures figures;
  int64_t resolved = 0;  // customers whose failure in it a later sending resolved

  int64_t duration_seconds() const;  // rounded
};

std::vector<RunRow> LoadRuns(Index* index);

}  // namespace analyzer
