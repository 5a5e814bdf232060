#include "analyzer/base/ordered_work.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace analyzer {
namespace {

using Work = OrderedWork<std::string>;

// Each item gives its number, several times; the first items take longest.
void Slowly(size_t item, const Work::Emit& emit) {
  std::this_thread::sleep_for(std::chrono::microseconds(200 * (20 - item)));
  for (int i = 0; i < 3; ++i) emit(std::to_string(item) + "." + std::to_string(i), 10);
}

TEST_CASE("Results come in the order of the items, whoever is done first") {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::vector<std::string> taken;
    Work(20, threads, 1000).Run(Slowly, [&](size_t, std::string result) {
      taken.push_back(std::move(result));
    });
    REQUIRE(taken.size() == 60);
    CHECK(taken[0] == "0.0");
    CHECK(taken[1] == "0.1");
    CHECK(taken[30] == "10.0");
    CHECK(taken[59] == "19.2");
  }
}

TEST_CASE("No more results wait than the budget has room for, also of the item whose turn it is") {
  std::atomic<int> waiting = 0;
  int most = 0;
  const auto produce = [&](size_t, const Work::Emit& emit) {
    for (int i = 0; i < 50; ++i) {
      emit("x", 10);
      ++waiting;
    }
  };
  Work(8, 4, 30).Run(produce, [&](size_t, const std::string&) {
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    most = std::max(most, waiting--);
  });
  // three that wait, the one at hand, as many of the item whose turn it is, and one that each of
  // the four threads has emitted and not counted yet
  CHECK(most <= 3 + 1 + 3 + 4);
}

TEST_CASE("One result that costs more than the budget gets through") {
  int taken = 0;
  const auto produce = [](size_t, const Work::Emit& emit) { emit("large", 1000); };
  Work(5, 3, 30).Run(produce, [&](size_t, const std::string&) { ++taken; });
  CHECK(taken == 5);
}

TEST_CASE("What a thread throws is thrown to whoever runs the work") {
  const auto produce = [](size_t item, const Work::Emit& emit) {
    if (item == 3) throw std::runtime_error("item 3");
    for (int i = 0; i < 100; ++i) emit("x", 10);
  };
  CHECK_THROWS_WITH(Work(20, 3, 30).Run(produce, [](size_t, const std::string&) {}), "item 3");
}

TEST_CASE("What the taker throws ends the work") {
  const auto produce = [](size_t, const Work::Emit& emit) {
    for (int i = 0; i < 100; ++i) emit("x", 10);
  };
  const auto consume = [](size_t item, const std::string&) {
    if (item == 2) throw std::runtime_error("cannot take");
  };
  CHECK_THROWS_WITH(Work(20, 3, 30).Run(produce, consume), "cannot take");
}

TEST_CASE("No items, no work") {
  Work(0, 4, 30).Run([](size_t, const Work::Emit&) { FAIL(); },
                     [](size_t, const std::string&) { FAIL(); });
}

}  // namespace
}  // namespace analyzer
