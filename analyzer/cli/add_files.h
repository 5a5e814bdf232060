#pragma once

#include <string>
#include <vector>

#include "analyzer/cli/intake.h"

namespace analyzer {

// What `index` and `scan` were told, as typed.
struct AddOptions {
  std::vector<std::string> arguments;
  std::string index;
  ReadingOptions reading;
  bool json = false;
  bool dry_run = false;  // the index stays as it is
};

// Adds batch files, or sources, to the index, which is made where there is none. What it has
// unchanged is not read again; what is gone is dropped and named. The exit status.
int AddFiles(const AddOptions& options, Given given);

}  // namespace analyzer
