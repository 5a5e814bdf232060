#include "analyzer/extract/scan_text.h"

#include <utility>

namespace analyzer {
namespace {

// Tells a sink what is found in stretches, one after the other, as if they were one.
class OneAfterTheOther : public Sink {
 public:
  explicit OneAfterTheOther(Sink* sink) : sink_(sink) {}

  void OnOriginal(const Original& original) override { sink_->OnOriginal(original); }
  void OnResponse(Response response) override { sink_->OnResponse(std::move(response)); }
  void OnRecord(const Record& record, std::optional<int64_t> batch,
                std::optional<int64_t> time_of_day) override {
    sink_->OnRecord(record, batch, time_of_day);
  }
  void OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                 std::optional<int64_t> time_of_day, Span where) override {
    sink_->OnLogFact(fact, time, time_of_day, where);
  }
  void OnRepair(std::string_view what, Span where) override { sink_->OnRepair(what, where); }
  void OnText(TextKind kind, Span where) override { sink_->OnText(kind, where); }
  void OnResumePoint(const ResumePoint& point) override {
    if (sum_.MayResume()) sink_->OnResumePoint(sum_.OfAll(point));
  }

  void Finish(const ScannedStretch& scanned) { sum_.Add(scanned); }
  const StretchSum& sum() const { return sum_; }

 private:
  Sink* sink_;
  StretchSum sum_;
};

}  // namespace

TextTally ScanText(std::string_view text, const Context& context, Sink* sink,
                   const ResumePoint* from) {
  return ScanText(Stretches(text, context, from), sink);
}

TextTally ScanText(const Stretches& stretches, Sink* sink) {
  OneAfterTheOther told(sink);
  for (size_t stretch = 0; stretch < stretches.count();) {
    const ScannedStretch scanned = stretches.Scan(stretch, &told);
    told.Finish(scanned);
    stretch = stretches.Behind(scanned);
  }
  return told.sum().tally();
}

}  // namespace analyzer
