#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/write/failures.h"

namespace analyzer {

struct TreeOptions {
  std::filesystem::path out;
  bool replace = false;  // move a tree that is not ours to single_failures.before
  std::map<int64_t, std::filesystem::path> files;  // where the index's files are
};

// Nothing when the tree can be written: it is not there, or it is ours, or it may be replaced.
// Called before the work begins, so that a person does not wait for a refusal.
Status CheckTree(const TreeOptions& options);

// Writes single_failures, unmatched.json, resolved.json and manifest.json under
// `failed_customers` and `failed_households`. A tree that already is what would be written is left
// as it is; else it is written beside and exchanged as a whole. Files in it that are not ours are
// carried over.
Status WriteTrees(const std::vector<Failure>& failures, const std::vector<Failure>& resolved,
                  const TreeOptions& options);

}  // namespace analyzer
