#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/fuzz/property.h"

namespace analyzer {

// A file that is only in memory, with a path that opens it as long as this lives.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("input", MFD_CLOEXEC)) {
    Require(descriptor_ >= 0, "a file in memory can be made");
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    Require(written == static_cast<ssize_t>(bytes.size()), "a file in memory can be written");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace analyzer
