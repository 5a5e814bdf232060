#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace analyzer {

// How the names begin of what is not whole yet. What a run that was killed left of these is never a
// source, and is removed by the next one that writes there.
inline constexpr std::string_view kLeftOverPrefix = ".import-analyzer-";

// Under which `name` is made, beside its place; never too long.
std::string LeftOverName(const std::string& name);

// Removes the files in a folder that were to be put in the place of others and that no process
// works on any more: see AtomicFile.
void RemoveLeftOvers(const std::filesystem::path& folder);

}  // namespace analyzer
