#pragma once

#include <cstdint>

#include "analyzer/base/result.h"
#include "analyzer/write/failures.h"
#include "analyzer/write/owned_folder.h"
#include "analyzer/write/retry.h"
#include "analyzer/write/single_files.h"

namespace analyzer {

// Writes a file a failure into `folder`, a folder a reason, with its summary, and README.md; waits
// until all is written. *single_files learns which file holds which original; its names live as
// long as `folder`, and *retry, where there is one, which failures have an original. How many were
// left out as already imported, because that was asked for.
Result<int64_t> WriteSingleFailures(const FailureList& list, bool household,
                                    bool skip_already_imported, FailureLoader* loader,
                                    RetrySelector* retry, OwnedFolder* folder,
                                    SingleFiles* single_files);

}  // namespace analyzer
