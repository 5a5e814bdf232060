#pragma once

#include <pthread.h>

#include <memory>
#include <new>

namespace analyzer {

// A T for each thread that asks for one: made when it first asks, destroyed as the thread ends, of
// the main thread never. It is for objects that live as long as the process. Where a thread_local
// cannot have the memory to be destroyed some day, libc ends the process; this throws.
template <typename T>
class PerThread {
 public:
  PerThread() {
    if (::pthread_key_create(&key_, [](void* made) { delete static_cast<T*>(made); }) != 0)
      throw std::bad_alloc();
  }
  PerThread(const PerThread&) = delete;
  PerThread& operator=(const PerThread&) = delete;

  // This thread's own.
  T& Get() const {
    if (void* const made = ::pthread_getspecific(key_)) return *static_cast<T*>(made);
    auto made = std::make_unique<T>();
    if (::pthread_setspecific(key_, made.get()) != 0) throw std::bad_alloc();
    return *made.release();
  }

 private:
  pthread_key_t key_{};
};

}  // namespace analyzer
