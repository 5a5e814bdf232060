#pragma once

#include "analyzer/audit/history.h"
#include "analyzer/index/index.h"

namespace analyzer {

// Reads again what stands at each place of a history, from the files on disk and the archives: as
// UTF-8, cut after 2000 characters, secrets masked. Where the file is not what was indexed any
// more, nothing is read and `why_no_text` says so. Originals get the line at which they begin.
void ReadPlaces(Index* index, CustomerHistory* history);

}  // namespace analyzer
