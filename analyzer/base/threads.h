#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace analyzer {

// Threads that do the same work, which takes what is there to be done and ends by itself. Where the
// system gives fewer than were asked for, those do it; where it gives none, what it throws
// (std::system_error, std::bad_alloc) is thrown by the constructor.
class Threads {
 public:
  // `work` throws nothing.
  Threads(size_t count, const std::function<void()>& work) {
    threads_.reserve(count);
    try {
      while (threads_.size() < count) threads_.emplace_back(work);
    } catch (...) {
      if (threads_.empty()) throw;
    }
  }
  ~Threads() { Join(); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  void Join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace analyzer
