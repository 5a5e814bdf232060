#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace analyzer {

// How far long work is. Those who do the work tell it, from any thread; whoever shows it looks now
// and then. Work that may have nobody to tell takes a pointer, and tells nothing where it is null.
class Progress {
 public:
  // How much of something is done, or is to be done. 0 where that is not counted, or not known.
  struct Amount {
    int64_t files = 0;
    int64_t bytes = 0;
  };
  struct State {
    const char* phase = nullptr;  // nothing: no work has begun
    Amount done;
    Amount in_all;
    std::chrono::steady_clock::time_point began;
  };

  // A phase begins, and the one before is over. `phase` is a literal, for a person.
  void Begin(const char* phase, Amount in_all) {
    const std::lock_guard lock(mutex_);
    state_ = {phase, {}, in_all, std::chrono::steady_clock::now()};
    files_ = 0;
    bytes_ = 0;
  }

  // So much more is done.
  void Add(Amount further) {
    files_.fetch_add(further.files, std::memory_order_relaxed);
    bytes_.fetch_add(further.bytes, std::memory_order_relaxed);
  }

  State Now() const {
    const std::lock_guard lock(mutex_);
    State state = state_;
    state.done = {files_.load(std::memory_order_relaxed), bytes_.load(std::memory_order_relaxed)};
    return state;
  }

 private:
  mutable std::mutex mutex_;
  State state_;  // but for what is done
  std::atomic<int64_t> files_ = 0;
  std::atomic<int64_t> bytes_ = 0;
};

}  // namespace analyzer
