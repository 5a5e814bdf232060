#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/audit/batch_row.h"
#include "analyzer/audit/run_row.h"

namespace analyzer {

// Items over time: what was sent counts when its batch was sent first, what became of it when the
// last attempt ended (or was sent, where no line tells its end).
struct Throughput {
  struct Bucket {
    int64_t time = 0;  // its begin, in milliseconds
    int64_t sent = 0;
    int64_t answered = 0;  // succeeded + failed
    int64_t succeeded = 0;
    int64_t failed = 0;
    int64_t presumed = 0;
    int64_t untold = 0;
    int64_t unanswered = 0;
  };
  int64_t bucket_seconds = 1;
  std::vector<Bucket> buckets;  // without a gap, at most 120; empty where nothing was sent
};

// The steps are a second, 10 seconds, a minute, and so on: the finest with few enough buckets.
Throughput CountThroughput(const std::vector<RunRow>& runs, const std::vector<BatchRow>& batches);

}  // namespace analyzer
