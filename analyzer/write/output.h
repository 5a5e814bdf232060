#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace analyzer {

// Where rows go as they come: standard output, or a file that is there only once it is whole.
class Output {
 public:
  // Writes beside `path`; Finish renames over it. An empty path is standard output.
  static Result<std::unique_ptr<Output>> Open(const std::filesystem::path& path);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // False where writing on is of no use: the disk is full, or nobody reads any more.
  bool Write(std::string_view bytes);

  // An error where something could not be written. Whoever closed the pipe has seen enough: that
  // is none.
  Status Finish();

 private:
  Output(std::filesystem::path path, std::filesystem::path beside, std::FILE* file);

  std::filesystem::path path_;
  std::filesystem::path beside_;  // empty: standard output
  std::FILE* file_;
  int error_ = 0;  // errno of the first write that failed
};

}  // namespace analyzer
