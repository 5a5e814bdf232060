#pragma once

#include "analyzer/cli/intake.h"
#include "analyzer/index/findings.h"
#include "analyzer/source/archive.h"
#include "analyzer/source/discovery.h"

namespace analyzer {

// What all files of one call are read with.
struct FileContext {
  Given given = Given::kSources;
  bool copies = false;  // originals in them are copies
};

// Finds all that is in one file, or member of an archive, and tells what it is. `once`: its bytes
// cannot be read again. *report gets what it adds to the report. May be called on several threads
// at once.
Findings ReadMember(const FoundFile& file, Member member, bool once, const FileContext& context,
                    IntakeReport* report);

}  // namespace analyzer
