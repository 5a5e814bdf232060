#pragma once

#include "analyzer/index/index.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/evidence_table.h"

namespace analyzer {

// A line `None - None`, or a record of the client's without identity, is evidence for a record in
// an answer of the same run that has neither id nor user name: the client tells no email. Where
// there is none, nothing can be said of the line, and it is rejected in the index; the record is a
// failure of its own.
void AttachNameless(Index* index, EvidenceLoader* loader, EvidenceTable* evidence);

}  // namespace analyzer
