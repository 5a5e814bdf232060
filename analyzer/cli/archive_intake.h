#pragma once

#include <functional>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/cli/intake.h"
#include "analyzer/source/archive.h"
#include "analyzer/source/found_file.h"

namespace analyzer {

// Reads one member. `found.path()` is the archive, `found.shown()` names the member.
using MemberReader = std::function<void(const FoundFile& found, Member member)>;
// Takes the originals of the member that is shown by that name out again: they may be wrong.
using OriginalsDropper = std::function<void(const std::string& shown)>;

// Gives every member of an archive to `read` but what this program wrote. Damage and what is left
// out goes to the report.
Status ReadMembers(const FoundFile& archive, const ExpansionLimits& limits,
                   const MemberReader& read, const OriginalsDropper& drop, IntakeReport* report);

}  // namespace analyzer
