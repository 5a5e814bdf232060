#pragma once

#include <optional>

#include "analyzer/cli/intake.h"
#include "analyzer/index/findings.h"
#include "analyzer/source/archive.h"
#include "analyzer/source/found_file.h"

namespace analyzer {

// What a file is read with.
struct FileContext {
  Given given = Given::kSources;
  bool copies = false;          // originals in it are copies
  bool standard_input = false;  // its bytes cannot be read again
};

// Finds all that is in one file, or member of an archive, and tells what it is: `give` takes it, in
// one piece or several. With `prefix`, what is in that one is not among what `give` takes. *report
// gets what the file adds to the report, but for the repairs in the prefix. May be called on
// several threads at once.
void ReadMember(const FoundFile& file, Member member, const FileContext& context,
                const std::optional<LogPrefix>& prefix, const FindingsSink::Give& give,
                IntakeReport* report);

}  // namespace analyzer
