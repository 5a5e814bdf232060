#pragma once

#include <string>
#include <vector>

#include "analyzer/cli/regenerate.h"

namespace analyzer {

// What `recover` was told, as typed.
struct RecoverOptions {
  std::vector<std::string> sources;
  std::vector<std::string> batches;
  WriteOptions write;
};

// Reads its arguments into a new index, and writes what follows from it. The exit status.
int Recover(const RecoverOptions& options);

// Writes what follows from an index that is there. The exit status.
int Write(const WriteOptions& options);

}  // namespace analyzer
