#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/result.h"

namespace analyzer {

// Where rows go as they come: standard output, or a file that is there only once it is whole.
class Output {
 public:
  // Writes beside `path`; Finish renames over it. An empty path is standard output.
  static Result<std::unique_ptr<Output>> Open(const std::filesystem::path& path);

  // False where writing on is of no use: the disk is full, or nobody reads any more.
  bool Write(std::string_view bytes);

  // An error where something could not be written. Whoever closed the pipe has seen enough: that
  // is none.
  Status Finish();

 private:
  explicit Output(std::unique_ptr<AtomicFile> file) : file_(std::move(file)) {}

  std::unique_ptr<AtomicFile> file_;  // nothing: standard output
  int error_ = 0;                     // errno of the first write to standard output that failed
};

}  // namespace analyzer
