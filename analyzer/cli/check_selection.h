#pragma once

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/write/selection.h"

namespace analyzer {

// An error where a run or a source is asked for that is not there: it would choose nobody, and
// nobody would know why.
Status CheckSelection(Index* index, const Selection& selection);

}  // namespace analyzer
