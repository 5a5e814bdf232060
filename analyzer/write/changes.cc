#include "analyzer/write/changes.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "analyzer/base/digest.h"
#include "analyzer/base/interruption.h"
#include "analyzer/write/document_file.h"

namespace analyzer {

namespace fs = std::filesystem;

void AddChanges(const fs::path& out, const Manifest& before,
                const std::vector<ManifestEntry>& after, const std::vector<std::string>& moved_away,
                Changes* changes) {
  std::set<std::string> wanted;
  for (const ManifestEntry& entry : after) {
    StopIfAsked();
    wanted.insert(entry.path);
    const bool moves =
        std::any_of(moved_away.begin(), moved_away.end(),
                    [&](const std::string& folder) { return entry.path.starts_with(folder); });
    std::error_code code;
    if (moves || !fs::exists(out / entry.path, code)) {
      changes->fresh.push_back(entry.path);
      continue;
    }
    const auto digest = DigestOfFile(out / entry.path);
    if (digest.ok() && Hex(digest.value()) == entry.sha256) {
      ++changes->unchanged;
    } else {
      changes->replaced.push_back(entry.path);
    }
  }
  for (const auto& [path, entry] : before.files) {
    std::error_code code;
    if (!wanted.contains(path) && fs::exists(out / path, code)) changes->removed.push_back(path);
  }
  for (const std::string& folder : moved_away) {
    const std::string name = folder.substr(0, folder.size() - 1);
    changes->moved.push_back(name + " to " + name + ".before");
  }
  for (auto* const paths : {&changes->fresh, &changes->replaced, &changes->removed})
    std::sort(paths->begin(), paths->end());
}

}  // namespace analyzer
