#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>

#include "analyzer/base/progress.h"

namespace analyzer {

// What the line says, in at most `width` columns: what matters less is left out first.
std::string ProgressText(const Progress::State& state, std::chrono::milliseconds since_begin,
                         size_t width);

// A line at the bottom of the terminal of standard error that shows how far the work is, ten times
// a second. Quick work shows none. It is erased by the destructor, on whatever way out.
class ProgressLine {
 public:
  // `progress` must outlive it.
  explicit ProgressLine(const Progress* progress);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Writes lines to standard error where the line of progress was, which then follows them.
  void WriteAbove(const std::string& text);

 private:
  void Show();
  void Draw();
  void Erase();

  const Progress& progress_;
  std::mutex mutex_;  // of standard error, and of all below
  std::condition_variable ending_;
  bool ended_ = false;
  bool drawn_ = false;
  std::thread thread_;
};

}  // namespace analyzer
