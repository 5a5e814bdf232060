#pragma once

#include <filesystem>
#include <string>

#include "analyzer/write/changes.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// Adds a file that would be written, in the place of one or not; told relative to `out` where it is
// in there.
void AddFile(const std::filesystem::path& path, const std::filesystem::path& out, Changes* changes);

// How many files would be new, replaced and removed, and their paths, which are under `out`. It is
// what was asked for and goes to standard output; but to standard error where JSON goes there.
void TellDryRun(const Changes& changes, const std::string& out, bool json);

// The same as the member `dry_run` of the JSON report.
void WriteDryRun(JsonWriter& json, const Changes& changes);

}  // namespace analyzer
