#pragma once

namespace analyzer {

// Threads that help the one that reads a file. All that help at a time are, in the whole process,
// no more than those that read files at the same time (Memory().threads), and none where that is
// one. This only counts them.
class HelperThreads {
 public:
  // As many as can be had, up to all.
  HelperThreads();
  ~HelperThreads();
  HelperThreads(const HelperThreads&) = delete;
  HelperThreads& operator=(const HelperThreads&) = delete;

  unsigned count() const { return count_; }

 private:
  unsigned count_ = 0;
};

}  // namespace analyzer
