#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/result.h"

namespace analyzer {

// Where text goes as it comes: standard output, or a file that is there only once it is whole.
class Output {
 public:
  // Writes beside `path`; Finish renames over it. An empty path is standard output.
  static Result<std::unique_ptr<Output>> Open(const std::filesystem::path& path);

  // Nowhere: what is written is counted, and gone.
  static std::unique_ptr<Output> Nowhere();

  // False where writing on is of no use: the disk is full, or nobody reads any more. Throws
  // Interrupted where a signal that asks to stop ends the waiting for a reader.
  bool Write(std::string_view bytes);

  // An error where something could not be written. Whoever closed the pipe has seen enough: that
  // is none.
  Status Finish();

  int64_t bytes() const { return bytes_; }

 private:
  explicit Output(std::unique_ptr<AtomicFile> file) : file_(std::move(file)) {}

  std::unique_ptr<AtomicFile> file_;  // nothing: standard output
  bool nowhere_ = false;
  int64_t bytes_ = 0;  // that were written
  int error_ = 0;      // errno of the first write to standard output that failed
};

}  // namespace analyzer
