#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/audit/figures.h"
#include "analyzer/index/index.h"

namespace analyzer {

// A batch of a run, and what became of its items.
struct BatchRow {
  // Items [first, last) of a file.
  struct Part {
    std::string file;
    int64_t first = 0;
    int64_t last = 0;
  };

  int64_t id = 0;
  int64_t run = 0;
  int64_t number = 0;
  std::optional<int64_t> items;       // nothing where no source tells how many
  std::optional<int64_t> first_sent;  // milliseconds; nothing: never, as far as is known
  std::optional<int64_t> last_sent;
  std::optional<int64_t> ended;      // its last attempt; nothing where no line tells
  std::vector<std::string> endings;  // of each attempt, as in the schema
  std::vector<Part> parts;           // empty where its file is not known for certain
  std::string cause;                 // why items are unanswered, or were never sent
  Figures figures;
};

// In the order of runs and numbers.
std::vector<BatchRow> LoadBatches(Index* index);

}  // namespace analyzer
