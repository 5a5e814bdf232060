#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/progress.h"
#include "analyzer/base/result.h"
#include "analyzer/write/changes.h"
#include "analyzer/write/failures.h"
#include "analyzer/write/retry.h"

namespace analyzer {

struct TreeOptions {
  std::filesystem::path out;
  bool replace = false;         // move folders that are not ours to NAME.before
  bool single_failures = true;  // false: what is there of the tree stays as it is
  unsigned threads = 1;         // that write; the bytes do not depend on it
  bool dry = false;             // nothing is written; TreeReport::changes tells what would be
  RetryOptions retry;
  Progress* progress = nullptr;  // told of each file
};

// What was written, customers and households together.
struct TreeReport {
  int64_t already_imported = 0;  // failures that have no file for that reason
  int64_t retry_files = 0;
  std::map<std::string, int64_t> retry_items;  // by reason
  std::map<std::string, int64_t> left_out;     // of the retry batches, by why
  Changes changes;                             // where nothing was written
};

// Puts in order what a run that was killed left of the trees under `out`. To be called before all
// else, while no other run writes there.
Status RepairTrees(const std::filesystem::path& out);

// Nothing when all can be written: it is not there, or it is ours, or it may be replaced. Called
// before the work begins, so that a person does not wait for a refusal.
Status CheckTree(const TreeOptions& options);

// Writes single_failures, retry_batches, what stands beside them, and manifest.json under
// `failed_customers` and `failed_households`. A folder that already is what would be written is
// left as it is; else it is written beside and exchanged as a whole, in one step (NewFolder). Files
// in it that are not ours are carried over. Until all is written beside, the work can be stopped
// (Interrupted), and then nothing was changed; from then on it goes to its end. The index is
// published then, too: it can still be read.
Result<TreeReport> WriteTrees(Index* index, const TreeOptions& options);

}  // namespace analyzer
