#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "analyzer/base/interruption.h"
#include "analyzer/base/progress.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// Lets all that is found in a text through, heeds the request to stop in between, and tells how far
// the text is read: also of a file of gigabytes.
class WatchedSink : public Sink {
 public:
  // `progress` may be null. What is told of the text adds up to `bytes` by its end.
  WatchedSink(Sink* sink, Progress* progress, int64_t bytes)
      : sink_(sink), progress_(progress), bytes_(bytes) {}
  ~WatchedSink() override { Reach(bytes_); }
  WatchedSink(const WatchedSink&) = delete;
  WatchedSink& operator=(const WatchedSink&) = delete;

  void OnOriginal(const Original& original) override {
    Watch(original.span);
    sink_->OnOriginal(original);
  }
  void OnResponse(Response response) override {
    Watch(response.span);
    sink_->OnResponse(std::move(response));
  }
  void OnRecord(const Record& record, std::optional<int64_t> batch,
                std::optional<int64_t> time_of_day) override {
    StopIfAsked();
    sink_->OnRecord(record, batch, time_of_day);
  }
  void OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                 std::optional<int64_t> time_of_day, Span where) override {
    Watch(where);
    sink_->OnLogFact(fact, time, time_of_day, where);
  }
  void OnRepair(std::string_view what, Span where) override { sink_->OnRepair(what, where); }
  void OnText(TextKind kind, Span where) override {
    Watch(where);
    sink_->OnText(kind, where);
  }
  void OnResumePoint(const ResumePoint& point) override { sink_->OnResumePoint(point); }

 private:
  void Watch(Span where) {
    constexpr int64_t kBetweenTellings = int64_t{1} << 18;
    StopIfAsked();
    const auto at = static_cast<int64_t>(where.begin);
    if (at - told_ >= kBetweenTellings) Reach(std::min(at, bytes_));
  }

  void Reach(int64_t at) {
    if (progress_ != nullptr && at > told_) progress_->Add({0, at - told_});
    told_ = std::max(told_, at);
  }

  Sink* sink_;
  Progress* progress_;
  int64_t bytes_;
  int64_t told_ = 0;  // bytes that were told to be read
};

}  // namespace analyzer
