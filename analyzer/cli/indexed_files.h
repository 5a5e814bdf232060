#pragma once

#include <vector>

#include "analyzer/cli/intake.h"
#include "analyzer/index/index.h"
#include "analyzer/source/found_file.h"

namespace analyzer {

// Counts what an index holds already, as if it had been read now; what was not understood then is
// not told again.
void CountIndexed(Index* index, IntakeReport* report);

// Tells of each file that changed since it was read, or is not there any more.
void NameChanged(Index* index, IntakeReport* report);

// After matching: tells of each file with originals that changed since it was read, or is gone, and
// that *report does not name yet. Joins read again what originals say, and found less there.
void NameChangedMeanwhile(Index* index, IntakeReport* report);

// Takes files that are not there any more out of the index.
void DropGone(Index* index, IntakeReport* report);

// Takes out of `files` what the index has unchanged, and what it has as a batch file that is given
// as a source now; drops from the index what is to be read anew.
void KeepChanged(Given given, const ReadingOptions& options, std::vector<FoundFile>* files,
                 Index* index, IntakeReport* report);

}  // namespace analyzer
