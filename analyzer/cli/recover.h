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
  bool fresh = false;  // nothing of an earlier run is used
  std::string typed;   // all options that were given and matter, one a line
};

// Reads its arguments into an index, and writes what follows from it. Of what an earlier run left
// at the place of the index it takes what is the same still, so that only the rest is read; where
// nothing changed at all, it does nothing and tells what the earlier run told. What comes out is
// the same as without the earlier run. The exit status.
int Recover(const RecoverOptions& options);

// Writes what follows from an index that is there. The exit status.
int Write(const WriteOptions& options);

}  // namespace analyzer
