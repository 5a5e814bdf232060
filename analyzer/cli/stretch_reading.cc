#include "analyzer/cli/stretch_reading.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/base/bytes.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/base/ordered_work.h"
#include "analyzer/cli/watched_sink.h"

namespace analyzer {
namespace {

// Fewer are not worth the threads.
constexpr size_t kFewStretches = 4;

struct Piece {
  Findings findings;
  std::optional<ScannedStretch> scanned = std::nullopt;  // with the last piece of a stretch
};
using Work = OrderedWork<Piece>;

std::vector<int64_t> FirstLines(const SourceText& source, const Stretches& stretches) {
  std::vector<int64_t> lines(stretches.count());
  for (size_t i = 0; i < lines.size(); ++i) lines[i] = source.Line(stretches.Begin(i));
  return lines;
}

class HelpedScan {
 public:
  HelpedScan(const SourceText& source, const Stretches& stretches, Progress* progress,
             FindingsSink* sink)
      : source_(source),
        stretches_(stretches),
        lines_(FirstLines(source, stretches)),
        progress_(progress),
        sink_(sink) {}

  TextTally Run(unsigned helpers) {
    if (helpers == 0) {
      RunAlone();
    } else {
      Work(stretches_.count(), helpers, Memory().OfOneText())
          .Run([&](size_t stretch, const Work::Emit& emit) { Scan(stretch, emit); },
               [&](size_t stretch, Piece piece) { Take(stretch, std::move(piece)); });
    }
    return sum_.tally();
  }

 private:
  void RunAlone() {
    while (next_ < stretches_.count()) {
      const size_t stretch = next_;
      Scan(stretch, [&](Piece piece, size_t) { Take(stretch, std::move(piece)); });
    }
  }

  void Scan(size_t stretch, const Work::Emit& emit) const {
    if (stretch < next_) return;
    const PlainUpTo begin{stretches_.Begin(stretch), lines_[stretch]};
    const SourceText source(Bytes(source_.file_bytes(), nullptr), begin);
    Findings findings;
    FindingsSink found(&source, &findings, [&](Findings piece) {
      const size_t cost = piece.Cost();
      emit({std::move(piece)}, cost);
    });
    found.BeginAt(begin.at);
    WatchedSink watched(&found, nullptr, 0);
    const ScannedStretch scanned = stretches_.Scan(stretch, &watched);
    found.FinishStretch();
    const size_t cost = findings.Cost();
    emit({std::move(findings), scanned}, cost);
  }

  void Take(size_t stretch, Piece piece) {
    StopIfAsked();
    if (stretch != next_) return;
    sink_->Append(std::move(piece.findings), sum_);
    if (!piece.scanned) return;
    const size_t reached = std::exchange(reached_, piece.scanned->end);
    if (progress_ != nullptr) progress_->Add({0, static_cast<int64_t>(reached_ - reached)});
    sum_.Add(*piece.scanned);
    next_ = stretches_.Behind(*piece.scanned);
  }

  const SourceText& source_;
  const Stretches& stretches_;
  std::vector<int64_t> lines_;
  Progress* progress_;
  FindingsSink* sink_;
  StretchSum sum_;                // of what was taken
  size_t reached_ = 0;            // in the text
  std::atomic<size_t> next_ = 0;  // the stretch to be taken next
};

}  // namespace

bool MayBeHelped(const SourceText& source, const Stretches& stretches) {
  return source.IsAsInFile() && stretches.count() >= kFewStretches;
}

TextTally ScanHelped(const SourceText& source, const Stretches& stretches, unsigned helpers,
                     Progress* progress, FindingsSink* sink) {
  return HelpedScan(source, stretches, progress, sink).Run(helpers);
}

}  // namespace analyzer
