#pragma once

#include "analyzer/base/memory_limit.h"

// While one lives, as little memory may be taken as the program allows: what is much is kept in
// files.
class LittleMemory {
 public:
  LittleMemory() : before_(analyzer::Memory()) {
    analyzer::SetMemory({analyzer::MemoryLimit::kLeast, 16});
  }
  ~LittleMemory() { analyzer::SetMemory(before_); }
  LittleMemory(const LittleMemory&) = delete;
  LittleMemory& operator=(const LittleMemory&) = delete;

 private:
  analyzer::MemoryLimit before_;
};
