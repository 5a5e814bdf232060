#include "analyzer/audit/throughput.h"

#include <catch2/catch.hpp>

using namespace analyzer;

namespace {

constexpr int64_t kSecond = 1000;
constexpr int64_t kDay = 24 * 3600 * kSecond;

// A batch of ten that was sent and answered at these moments: seven succeeded, three failed.
BatchRow Batch(int64_t sent, int64_t ended) {
  BatchRow batch;
  batch.run = 1;
  batch.first_sent = batch.last_sent = sent;
  batch.ended = ended;
  batch.figures.sent = batch.figures.answered = 10;
  batch.figures.succeeded = 7;
  batch.figures.reasons["FAILED"] = 3;
  return batch;
}

Throughput Count(const std::vector<BatchRow>& batches) {
  RunRow run;
  run.id = 1;
  return CountThroughput({run}, batches);
}

}  // namespace

TEST_CASE("Items count where they were sent, their results where the attempt ended") {
  const Throughput throughput = Count({Batch(20'500, 22'100), Batch(21'000, 21'900)});
  CHECK(throughput.bucket_seconds == 1);
  REQUIRE(throughput.buckets.size() == 3);
  CHECK(throughput.buckets[0].time == 20 * kSecond);
  CHECK(throughput.buckets[0].sent == 10);
  CHECK(throughput.buckets[0].answered == 0);
  CHECK(throughput.buckets[1].sent == 10);
  CHECK(throughput.buckets[1].succeeded == 7);
  CHECK(throughput.buckets[2].failed == 3);
}

TEST_CASE("The step is the finest with at most 120 buckets") {
  const std::pair<int64_t, int64_t> steps[] = {
      {119, 1},   {120, 10},   {1199, 10},    {1200, 60},
      {7199, 60}, {7200, 600}, {72000, 3600}, {3600 * 120, 6 * 3600}};
  for (const auto& [span, step] : steps) {
    INFO(span);
    const Throughput throughput = Count({Batch(0, span * kSecond)});
    CHECK(throughput.bucket_seconds == step);
    CHECK(throughput.buckets.size() <= 120);
  }
  for (const int64_t days : {200, 3000, 30000}) {
    const Throughput throughput = Count({Batch(0, days * kDay)});
    CHECK(throughput.buckets.size() <= 120);
    CHECK(throughput.buckets.back().answered == 10);
  }
}

TEST_CASE("A batch that was never sent has no place in time") {
  BatchRow batch = Batch(5'000, 6'000);
  batch.figures = Figures();
  CHECK(Count({batch}).buckets.empty());
}
