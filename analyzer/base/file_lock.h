#pragma once

#include <filesystem>

#include "analyzer/base/result.h"

namespace analyzer {

// Keeps other runs of this program away from a file or folder for as long as it lives. The system
// gives it back when the process ends, however it does: none is ever left behind. On a file system
// that knows no locks it keeps nobody away.
class FileLock {
 public:
  // Of a folder or file that is there. An error where another run has it: what is at work, and what
  // to do.
  static Result<FileLock> Take(const std::filesystem::path& path);
  // Of a file that is made where it is not there, and emptied where it is: where what is to be
  // `target` is worked on, which an error names.
  static Result<FileLock> TakeNew(const std::filesystem::path& path,
                                  const std::filesystem::path& target);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace analyzer
