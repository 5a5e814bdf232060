#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/redact/redaction.h"
#include "analyzer/source/expansion.h"

namespace analyzer {

// The folders of a bundle.
inline constexpr char kBundleSources[] = "sources";
inline constexpr char kBundleBatches[] = "batches";

// What became of an index's files in a bundle.
struct BundledFiles {
  std::vector<std::string> files;     // relative to the bundle
  bool has_batches = false;           // files that were given as batch files
  std::vector<std::string> left_out;  // of which nothing is understood: redacted names, sorted
  std::vector<std::string> problems;  // what could not be read, for a person
};

// Writes a redacted copy of every file of the index that was understood into `folder`: batch files
// under `batches`, all others under `sources`, each under its redacted name. Members of an archive
// are files in a folder of the archive's name, so that they keep the names that they are known by.
// Where `folder` is empty nothing is written, and what would be is told. An error where something
// cannot be written.
Result<BundledFiles> WriteBundledFiles(Index* index, const ExpansionLimits& limits,
                                       const std::filesystem::path& folder, Redaction* redaction);

}  // namespace analyzer
