#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "analyzer/base/result.h"

namespace analyzer {

// A `failed_customers` or `failed_households` folder, or what there is of one.
struct TreeBase {
  std::filesystem::path folder;  // where manifest.json is, if there is one
  std::string shown;             // as its files' names begin; empty: the tree is a folder in it
  bool household = false;
  bool has_single_failures = false;
  bool has_records = false;       // failed_customers.json or failed_households.json
  bool may_read_manifest = true;  // false: it is a link that is not followed
};

// What a file of a tree is, by its name and folder.
enum class TreeFileKind {
  kSingle,        // in single_failures: one customer or household
  kSummary,       // _SUMMARY_REASON.json
  kRetryBatch,    // in retry_batches…
  kRetrySummary,  // retry_summary.json
  kRecords,       // failed_customers.json, failed_households.json
  kOther,         // texts for people, and what stands beside: unmatched.json and its like
};

struct TreeFile {
  std::filesystem::path path;  // canonical
  std::string shown;           // begins with the last part of the tree's own name
  std::string in_base;         // relative to its base
  size_t base = 0;             // in Tree::bases
  TreeFileKind kind = TreeFileKind::kOther;
  std::string reason_folder = {};  // of what is in single_failures; empty: it stands outside of any
  std::string sha256 = {};         // of its bytes; empty: it could not be read
};

// The files of a tree of failures, ours or the client's.
struct TreeFiles {
  std::vector<TreeBase> bases;
  std::vector<TreeFile> files;        // in the order of their names
  std::vector<std::string> problems;  // folders that cannot be read, links that are not followed
  bool of_all = false;                // the folder above the bases: of customers and households
};

// Finds them; none is read. `tree` is the folder that holds failed_customers or failed_households,
// one of these, or a single_failures folder: then nothing beside it is looked at but the manifest.
// Links in it are told, and left alone where `follow` is false; `tree` itself may be one. An error
// where it is none of these.
Result<TreeFiles> FindTree(const std::string& tree, bool follow);

}  // namespace analyzer
