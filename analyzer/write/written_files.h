#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyzer/audit/history.h"

namespace analyzer {

// Which files of an output folder hold which originals, as its manifests and retry summaries tell.
class WrittenFiles {
 public:
  // Those of `out`; none where nothing of ours is there.
  explicit WrittenFiles(const std::filesystem::path& out);

  // Fills in which files hold an original of the history.
  void FindWritten(CustomerHistory* history) const;

 private:
  void ReadRetrySummary(const std::filesystem::path& out, const std::string& folder);

  std::map<std::string, std::vector<WrittenFile>> by_reference_;  // `FILE#BYTE` of the original
};

}  // namespace analyzer
