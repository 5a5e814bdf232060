#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analyzer/write/manifest.h"

namespace analyzer {

// What writing changes among the files of an output folder; paths are relative to it.
struct Changes {
  std::vector<std::string> fresh;     // not there before
  std::vector<std::string> replaced;  // there before, with other bytes
  std::vector<std::string> removed;   // ours, and not wanted any more
  std::vector<std::string> moved;     // `FOLDER to FOLDER.before`: somebody else's, out of the way
  int64_t unchanged = 0;
};

// Adds what becomes of `out`, where `before` lists what is ours there and `after` what is to be.
// Files in the folders `moved_away`, relative to `out` and ending in a slash, are not in the way.
void AddChanges(const std::filesystem::path& out, const Manifest& before,
                const std::vector<ManifestEntry>& after, const std::vector<std::string>& moved_away,
                Changes* changes);

}  // namespace analyzer
