#pragma once

#include <string>

#include "analyzer/cli/input.h"
#include "analyzer/write/export.h"

namespace analyzer {

// What `export` was told, as typed.
struct ExportCommandOptions {
  InputOptions input;
  ExportOptions rows;
  std::string out;  // a file; empty: standard output
  bool dry_run = false;
  bool redact = false;
  std::string redact_key;  // a file; empty: the usual one
};

// Writes rows of the index. The exit status.
int ExportRows(const ExportCommandOptions& options);

}  // namespace analyzer
