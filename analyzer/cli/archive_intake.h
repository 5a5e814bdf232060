#pragma once

#include <cstdint>
#include <functional>

#include "analyzer/base/result.h"
#include "analyzer/cli/intake.h"
#include "analyzer/source/archive.h"
#include "analyzer/source/discovery.h"

namespace analyzer {

// Reads one member; its id in the index. `found.path` is the archive, `found.shown` names the
// member.
using MemberReader = std::function<int64_t(const FoundFile& found, Member member)>;

// Gives every member of an archive to `read` but what this program wrote. Damage and what is left
// out goes to the report; originals that may be wrong are taken out of the index again.
Status ReadMembers(const FoundFile& archive, const ExpansionLimits& limits,
                   const MemberReader& read, Index* index, IntakeReport* report);

}  // namespace analyzer
