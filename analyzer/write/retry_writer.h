#pragma once

#include <map>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/index/originals.h"
#include "analyzer/write/owned_folder.h"
#include "analyzer/write/retry.h"
#include "analyzer/write/retry_documents.h"

namespace analyzer {

// Finds the single file of a retry item by its original; empty where it has none.
using SingleFiles = std::map<std::string, std::string>;  // by OriginalPlace::Reference()

// Writes the retry batches, their summary and their instructions into `folder`, one file at a time.
// Nothing where nobody is to be sent again or left out.
Status WriteRetryBatches(const RetrySelection& selection, const SingleFiles& single_files,
                         bool household, const RetryOptions& options, Originals* originals,
                         OwnedFolder* folder);

}  // namespace analyzer
