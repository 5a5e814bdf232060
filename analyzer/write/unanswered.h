#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/index/index.h"

namespace analyzer {

// One sending of a batch, and the line that tells how it ended.
struct AttemptTold {
  int64_t number = 0;
  LocalTime sent;
  std::string ending;  // as in the index; empty where no line tells it
  std::string file;    // of that line; empty where there is none
  int64_t line = 0;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
};

// A batch of which something is not known: items without an answer, or failures without a name.
struct OpenBatch {
  int64_t run = 0;
  LocalTime run_started;
  int64_t number = 0;
  int64_t items = 0;
  int64_t unanswered = 0;
  int64_t untold = 0;
  std::string cause;  // of the unanswered ones
  struct Part {
    std::string file;
    int64_t first;  // half-open
    int64_t last;
  };
  std::vector<Part> parts;  // empty where its file is not known for certain
  std::vector<AttemptTold> attempts;
  std::map<std::string, int64_t> states;  // of the unanswered items, as in the index
};

// Reads those of customers, or of households, from the index, in the order of the runs and their
// numbers.
std::vector<OpenBatch> LoadOpenBatches(Index* index, bool household);

// unanswered.json.
std::string UnansweredDocument(const std::vector<OpenBatch>& batches);

}  // namespace analyzer
