// How many names a second a folder of single failures gives out.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "analyzer/write/names.h"

namespace analyzer {
namespace {

constexpr int64_t kNames = 10'000;

void TakeNames(benchmark::State& state, bool all_equal) {
  for (auto _ : state) {
    NameRegister names;
    for (int64_t i = 0; i < kNames; ++i) {
      const std::string username =
          all_equal ? "ÅSA ÖRNVIK-1234" : "ÅSA ÖRNVIK-" + std::to_string(i);
      benchmark::DoNotOptimize(names.Take("customer_" + CleanNamePart(username), ".json"));
    }
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kNames);
}

BENCHMARK_CAPTURE(TakeNames, distinct, false);
BENCHMARK_CAPTURE(TakeNames, equal, true);

}  // namespace
}  // namespace analyzer
