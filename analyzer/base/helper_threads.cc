#include "analyzer/base/helper_threads.h"

#include <algorithm>
#include <atomic>

#include "analyzer/base/memory_limit.h"

namespace analyzer {
namespace {

std::atomic<unsigned> helping = 0;

}  // namespace

HelperThreads::HelperThreads() {
  const unsigned most = Memory().threads < 2 ? 0 : Memory().threads;
  unsigned others = helping;
  do {
    count_ = most - std::min(others, most);
  } while (!helping.compare_exchange_weak(others, others + count_));
}

HelperThreads::~HelperThreads() { helping -= count_; }

}  // namespace analyzer
