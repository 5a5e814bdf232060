#pragma once

#include <string>

#include "analyzer/cli/input.h"

namespace analyzer {

// What `bundle` was told, as typed.
struct BundleOptions {
  InputOptions input;
  std::string out;
  bool dry_run = false;
  std::string key;  // a file; empty: a key that is thrown away
};

// Writes a redacted copy of what there is to look at, with an index of its own, and checks that
// it tells the same. The exit status.
int Bundle(const BundleOptions& options);

}  // namespace analyzer
