#pragma once

#include <memory>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/write/output.h"

namespace analyzer {

// Where a subcommand writes its one result to: a file, standard output where `path` is empty, or
// nowhere in a dry run. An error where the file is one of the sources that the index was made of.
Result<std::unique_ptr<Output>> OpenResult(const std::string& path, bool dry_run, Index* index);

// Ends it; in a dry run it is told what would have been written.
Status FinishResult(const std::string& path, bool dry_run, Output* output);

}  // namespace analyzer
