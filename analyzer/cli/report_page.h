#pragma once

#include <string>

#include "analyzer/cli/input.h"

namespace analyzer {

// What `report` was told, as typed.
struct ReportPageOptions {
  InputOptions input;
  std::string out;  // the file to write
  bool dry_run = false;
  bool redact = false;
  std::string key;  // the file of the key for that; empty: the default one
};

// Writes the page. The exit status.
int WriteReportPage(const ReportPageOptions& options);

}  // namespace analyzer
