#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/audit/tree_files.h"
#include "analyzer/base/span.h"

namespace analyzer {

// What a file of a tree holds in one place: an item that is to be sent again.
struct TreeClaim {
  enum class State { kItem, kNull, kNoItem };  // kNoItem: no customer and no household
  State state = State::kItem;
  size_t file = 0;                  // in Tree::files
  std::optional<int64_t> position;  // in a file that may hold several, from 0
  std::string reason;               // of a record, upper case; empty elsewhere
  // Whom it is said to be of: by the name of a single file, or by the record's own fields.
  std::string named_id;
  std::string named_username;
  // Of an item:
  bool household = false;
  std::string id;        // its own customerId or householdId
  std::string username;  // its own
  std::string name;      // first and last
  std::string customer;  // as in the index: the same for all versions of one customer
  std::string version;   // as in the index: the same for equal values
  std::string change_type;
  Span span;                        // in the file's text
  std::vector<std::string> faults;  // why it cannot be imported
};

// What is wrong with a file as a whole.
struct FileFault {
  enum class Kind { kCannotBeRead, kNotJson, kEmpty, kNotImportable };
  Kind kind;
  size_t file;  // in Tree::files
  std::string what;
};

// _SUMMARY_REASON.json, as it says.
struct SummaryClaim {
  size_t file = 0;
  std::string reason;  // failure_reason
  bool household = false;
  std::optional<int64_t> total;
  int64_t listed = 0;
  std::optional<int64_t> with_file;  // how many have a file; nothing: it does not say
};

// Where an original stands, as a tree of ours tells it; file and position are as in the index.
struct OriginalReference {
  std::string file;
  int64_t byte_begin = 0;
  std::optional<int64_t> position;
};

// Where an item of a retry batch of ours comes from.
struct RetryRow {
  std::string retry_file;
  OriginalReference original;
  std::string rewritten_to;  // another changeType than was sent; empty: none
};

// retry_summary.json, as it says.
struct RetrySummaryClaim {
  size_t file = 0;
  std::optional<int64_t> total_batches;
  std::optional<int64_t> total_items;
  std::vector<std::string> retry_files;
  std::optional<int64_t> details;  // items, as the list by batches and errors counts them
  std::vector<RetryRow> rows;
};

// A tree, read.
struct Tree {
  std::vector<TreeBase> bases;
  std::vector<TreeFile> files;
  bool of_all = false;            // as in TreeFiles
  std::vector<TreeClaim> claims;  // in the order of the files
  std::vector<FileFault> faults;
  std::vector<SummaryClaim> summaries;
  std::vector<RetrySummaryClaim> retry_summaries;
};

// Reads each file once.
Tree ReadTree(TreeFiles files);

// The text of a claim's item, from its file. Empty where that cannot be read any more.
std::string ItemText(const Tree& tree, const TreeClaim& claim);

}  // namespace analyzer
