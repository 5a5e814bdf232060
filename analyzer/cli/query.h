#pragma once

#include <string>

#include "analyzer/cli/input.h"
#include "analyzer/write/rows.h"

namespace analyzer {

// What `query` was told, as typed.
struct QueryOptions {
  InputOptions input;
  std::string sql;
  RowFormat format = RowFormat::kTable;
  std::string out;  // a file; empty: standard output
  bool dry_run = false;
};

// Runs a user's SQL on the index and writes the rows. The exit status.
int QueryIndex(const QueryOptions& options);

}  // namespace analyzer
