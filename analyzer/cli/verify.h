#pragma once

#include <string>

#include "analyzer/cli/input.h"

namespace analyzer {

// What `verify` was told, as typed.
struct VerifyOptions {
  std::string tree;
  InputOptions input;  // neither an index nor sources: the index in the tree's folder
  bool json = false;
};

// Holds a tree of failures against the sources and prints what is wrong with it. The exit status:
// kDone where nothing is.
int Verify(const VerifyOptions& options);

}  // namespace analyzer
