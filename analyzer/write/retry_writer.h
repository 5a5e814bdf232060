#pragma once

#include "analyzer/base/result.h"
#include "analyzer/write/owned_folder.h"
#include "analyzer/write/retry.h"
#include "analyzer/write/single_files.h"

namespace analyzer {

// Writes the retry batches, their summary and their instructions into `folder`, one file at a time.
// Nothing where nobody is to be sent again or left out.
Status WriteRetryBatches(const RetrySelection& selection, const SingleFiles& single_files,
                         bool household, const RetryOptions& options, OriginalLoader* originals,
                         OwnedFolder* folder);

}  // namespace analyzer
