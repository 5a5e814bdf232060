#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace analyzer {

// What this program wrote is never a source.

// The file in which `recover` puts its index, in the folder of what it writes.
inline constexpr char kIndexName[] = "import-analyzer.sqlite";

// Stands in the folder that a run writes to while it puts what it wrote in its places.
inline constexpr char kUnfinishedMark[] = ".import-analyzer-unfinished";

// Whether a run was ended while it did that: the trees and the index in `folder` may then be of
// different runs.
bool IsUnfinished(const std::filesystem::path& folder);

// Whether this program gives that name to what it writes into a folder of the client's.
bool IsOutputName(std::string_view name);

// Whether this program wrote what has its names in a folder, by the manifest there. An error where
// that is there and cannot be read.
Result<bool> HasOwnManifest(const std::filesystem::path& folder);
// The same; false where it cannot be read.
bool IsOwnOutput(const std::filesystem::path& path);
// Whether a path, or a folder above it, is what this program wrote into a folder of the client's.
// An error as of HasOwnManifest.
Result<bool> IsInsideOwnOutput(const std::filesystem::path& path);
// Whether a file is the index that stands beside what was written from it. Where nobody can tell,
// it is taken for that: no index is a source.
bool IsOwnIndex(const std::filesystem::path& path);

// Whether `bytes` are a manifest of this program's output.
bool IsOwnManifest(std::string_view bytes);

// The folders in a member's path in which a name stands that this program gives to its output: `a`
// of `a/single_failures/README.md`. They are its output where such a manifest is among its members.
std::vector<std::string> FoldersOfOwnNames(std::string_view member);

// Whether a killed run of this program may have left half-written what has that name; the client
// makes nothing of such names.
bool IsLeftOverName(std::string_view name);
// The same of a part of a path.
bool HasLeftOverPart(std::string_view member);

}  // namespace analyzer
