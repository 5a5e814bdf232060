#include "analyzer/base/provisional_folder.h"

#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "analyzer/base/files.h"

namespace analyzer {

namespace fs = std::filesystem;

Result<ProvisionalFolder> ProvisionalFolder::Make(const fs::path& path) {
  ProvisionalFolder folder;
  std::error_code code;
  fs::path at = fs::absolute(path, code).lexically_normal();
  for (; !code && !fs::exists(at, code) && !code; at = at.parent_path()) {
    // `a/b/` is `a/b`.
    if (at.has_filename()) folder.made_.push_back(at);
  }
  // Where the system cannot tell, it would be asked for ever: `/` is above itself.
  if (code) {
    folder.made_.clear();
    return CannotRead(at, code.value());
  }
  std::reverse(folder.made_.begin(), folder.made_.end());
  if (Status status = MakeFolder(path); !status.ok()) return status.error();
  return folder;
}

ProvisionalFolder::~ProvisionalFolder() {
  // rmdir(2) takes empty folders only.
  std::for_each(made_.rbegin(), made_.rend(),
                [](const fs::path& folder) { ::rmdir(folder.c_str()); });
}

}  // namespace analyzer
