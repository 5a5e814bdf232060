#include "analyzer/write/failures_ahead.h"

#include <atomic>
#include <cstddef>
#include <utility>
#include <vector>

#include "analyzer/base/ordered_work.h"

namespace analyzer {
namespace {

// What is handed over at once: waking a thread costs as much as loading a failure or two.
constexpr size_t kMostAtOnce = 32;
constexpr size_t kMuchText = size_t{64} << 10;    // bytes
constexpr size_t kMostWaiting = size_t{1} << 20;  // bytes

using Some = std::vector<FailureWithText>;

FailureWithText LoadOne(const ListedFailure& listed, FailureLoader* loader) {
  FailureWithText loaded;
  loaded.failure = loader->Load(listed);
  if (loaded.failure.original) loaded.text = loader->originals().Text(loaded.failure.original->id);
  return loaded;
}

size_t CostOf(const FailureWithText& loaded) {
  return sizeof loaded + (loaded.text.ok() ? loaded.text.value().capacity() : 0);
}

}  // namespace

void LoadAhead(std::span<const ListedFailure> those, FailureLoader* loader,
               const std::function<bool(FailureWithText)>& take) {
  std::atomic<bool> wanted = true;
  const auto load = [&](size_t, const OrderedWork<Some>::Emit& emit) {
    Some some;
    size_t cost = 0;
    for (const ListedFailure& listed : those) {
      if (!wanted) return;
      some.push_back(LoadOne(listed, loader));
      cost += CostOf(some.back());
      if (some.size() < kMostAtOnce && cost < kMuchText) continue;
      emit(std::exchange(some, {}), std::exchange(cost, 0));
    }
    if (!some.empty()) emit(std::move(some), cost);
  };
  OrderedWork<Some>(1, 1, kMostWaiting).Run(load, [&](size_t, Some some) {
    for (FailureWithText& loaded : some) {
      if (!wanted) return;
      wanted = take(std::move(loaded));
    }
  });
}

}  // namespace analyzer
