#include "analyzer/cli/result_file.h"

#include <filesystem>
#include <system_error>

#include "analyzer/cli/console.h"

namespace analyzer {

namespace fs = std::filesystem;

Result<std::unique_ptr<Output>> OpenResult(const std::string& path, bool dry_run, Index* index) {
  std::error_code code;
  if (!path.empty() && fs::exists(path, code)) {
    for (const IndexedFile& file : index->Files()) {
      if (!fs::equivalent(path, file.on_disk, code)) continue;
      return Error{path + " is one of the sources, and would be overwritten; give another --out"};
    }
  }
  if (dry_run) return Output::Nowhere();
  return Output::Open(path);
}

Status FinishResult(const std::string& path, bool dry_run, Output* output) {
  if (dry_run) {
    std::error_code code;
    const std::string bytes = std::to_string(output->bytes()) + " bytes";
    Console::Get().Tell("dry run, nothing was written: " +
                        (path.empty() ? bytes + " would go to standard output"
                                      : path + " would be " +
                                            (fs::exists(path, code) ? "replaced" : "made") +
                                            " with " + bytes));
  }
  return output->Finish();
}

}  // namespace analyzer
