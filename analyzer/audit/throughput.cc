#include "analyzer/audit/throughput.h"

#include <algorithm>
#include <map>

namespace analyzer {
namespace {

constexpr int64_t kSecond = 1000;
constexpr int64_t kMostBuckets = 120;

// When a batch was first sent, and when what became of it was known.
struct Moments {
  int64_t sent = 0;
  int64_t ended = 0;
};

// A batch whose sending no line tells is as old as its run.
Moments MomentsOf(const BatchRow& batch, int64_t run_started) {
  const int64_t sent = batch.first_sent.value_or(run_started);
  const int64_t last = batch.last_sent.value_or(sent);
  return {sent, std::max(batch.ended.value_or(last), last)};
}

int64_t StepFor(int64_t first, int64_t last) {
  constexpr int64_t kMinute = 60;
  constexpr int64_t kHour = 60 * kMinute;
  constexpr int64_t kDay = 24 * kHour;
  for (const int64_t step : {int64_t{1}, int64_t{10}, kMinute, 10 * kMinute, kHour, 6 * kHour, kDay,
                             7 * kDay, 30 * kDay}) {
    const int64_t milliseconds = step * kSecond;
    if (last / milliseconds - first / milliseconds < kMostBuckets) return step;
  }
  return (last - first) / kSecond / (kMostBuckets - 1) / kDay * kDay + kDay;
}

}  // namespace

Throughput CountThroughput(const std::vector<RunRow>& runs, const std::vector<BatchRow>& batches) {
  std::map<int64_t, int64_t> started;
  for (const RunRow& run : runs) started[run.id] = run.started.milliseconds;
  std::vector<Moments> moments;
  for (const BatchRow& batch : batches) moments.push_back(MomentsOf(batch, started[batch.run]));
  int64_t first = INT64_MAX;
  int64_t last = INT64_MIN;
  for (size_t i = 0; i < batches.size(); ++i) {
    if (batches[i].figures.sent == 0) continue;
    first = std::min(first, moments[i].sent);
    last = std::max(last, moments[i].ended);
  }
  Throughput throughput;
  if (first > last) return throughput;
  throughput.bucket_seconds = StepFor(first, last);
  const int64_t step = throughput.bucket_seconds * kSecond;
  for (int64_t at = first / step; at <= last / step; ++at) {
    throughput.buckets.push_back({.time = at * step});
  }
  const auto bucket_at = [&](int64_t time) -> Throughput::Bucket& {
    return throughput.buckets[static_cast<size_t>(time / step - first / step)];
  };
  for (size_t i = 0; i < batches.size(); ++i) {
    const Figures& figures = batches[i].figures;
    if (figures.sent == 0) continue;
    bucket_at(moments[i].sent).sent += figures.sent;
    Throughput::Bucket& end = bucket_at(moments[i].ended);
    end.answered += figures.answered;
    end.succeeded += figures.succeeded;
    end.failed += figures.failed();
    end.presumed += figures.presumed;
    end.untold += figures.untold;
    end.unanswered += figures.unanswered;
  }
  return throughput;
}

}  // namespace analyzer
