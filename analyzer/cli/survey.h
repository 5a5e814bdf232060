#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace analyzer {

// What a file or folder of the client's seems to be, in the order in which it is shown.
enum class SeenKind {
  kBatches,
  kLog,        // the client's log, or text saved from its window
  kResponses,  // saved answers
  kRecord,     // failed_customers.json and the like
  kCopies,     // whole batches that the client saved anew
  kTree,       // single_failures that the client wrote
  kArchive,
  kOutput,  // what this program wrote, with its index
  kIndex,   // one by itself
};

// Files of one kind in one folder; of kLog, kRecord, kArchive and kIndex one file.
struct SeenFiles {
  SeenKind kind;
  std::string path;  // relative to the folder that was looked at; of a folder it ends in a slash
  int64_t files = 1;
  int64_t bytes = 0;
  std::string detail;  // of a log: how many runs began, and from when on
};

struct Survey {
  std::vector<SeenFiles> seen;  // by kind and path
  bool whole = true;            // false: there was more than could be looked at quickly
};

// Looks at the names and the first bytes of what is in a folder; not at all of it where that is
// much. What it says is a guess, which reading would find out: nothing is decided by it.
Survey LookAround(const std::filesystem::path& folder);

}  // namespace analyzer
