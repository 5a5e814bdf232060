#pragma once

#include <filesystem>
#include <vector>

#include "analyzer/base/result.h"

namespace analyzer {

// A folder to write into. What had to be made of it, and above it, goes again with this object
// where nothing came into it: work that fails, or is given up, leaves no empty folders.
class ProvisionalFolder {
 public:
  // Makes the folder and what is missing above it, with mode 0700. The error names the path, the
  // reason, and what to do.
  static Result<ProvisionalFolder> Make(const std::filesystem::path& path);
  ProvisionalFolder(ProvisionalFolder&& other) noexcept = default;
  ProvisionalFolder& operator=(ProvisionalFolder&&) = delete;
  ProvisionalFolder(const ProvisionalFolder&) = delete;
  ProvisionalFolder& operator=(const ProvisionalFolder&) = delete;
  ~ProvisionalFolder();

 private:
  ProvisionalFolder() = default;

  std::vector<std::filesystem::path> made_;  // the innermost last
};

}  // namespace analyzer
