#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/source/expansion.h"
#include "analyzer/write/failures.h"

namespace analyzer {

// Cuts the originals that stand in archives out of them, each archive read once, and keeps their
// bytes in `kept` of their places; other places are left alone. What cannot be found again is not
// kept: ReadOriginalBytes then says so. `limits` are those that the archives were read with.
void KeepArchived(const std::vector<OriginalPlace*>& places,
                  const std::map<int64_t, std::filesystem::path>& files,
                  const ExpansionLimits& limits);

// The bytes of one original in an archive: those that are kept, else the archive is read for it.
Result<std::string> ReadArchived(const OriginalPlace& place,
                                 const std::map<int64_t, std::filesystem::path>& files);

}  // namespace analyzer
