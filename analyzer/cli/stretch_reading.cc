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
    return tally_;
  }

 private:
  void RunAlone() {
    while (next_ < stretches_.count()) {
      const size_t stretch = next_;
      Scan(stretch, [&](Piece piece, size_t) { Take(stretch, std::move(piece)); });
    }
  }

  void Scan(size_t stretch, const Work::Emit& emit) {
    if (!IsWanted(stretch)) return;
    const PlainUpTo begin{stretches_.Begin(stretch), lines_[stretch]};
    const SourceText source(Bytes(source_.file_bytes(), nullptr), begin);
    Findings findings;
    FindingsSink found(&source, &findings, [&](Findings piece) {
      const size_t cost = piece.Cost();
      emit({std::move(piece)}, cost);
    });
    found.BeginAt(begin.at);
    WatchedSink watched(&found, nullptr, 0);
    const ScannedStretch scanned =
        stretches_.Scan(stretch, {}, &watched, [&](size_t at, bool may_stop) {
          if (stretch == next_) TellInTurn(at, may_stop);
          return IsWanted(stretch);
        });
    if (!IsWanted(stretch)) return;
    found.FinishStretch();
    const size_t cost = findings.Cost();
    emit({std::move(findings), scanned}, cost);
  }

  // Where the scan of the stretch in turn is.
  void TellInTurn(size_t at, bool may_stop) {
    in_turn_at_ = may_stop ? at : source_.text().size();
    Reach(at);
  }

  // By the thread that scans the stretch in turn, and when that was taken to its end.
  void Reach(size_t at) {
    const size_t before = reached_.exchange(at);
    if (progress_ != nullptr) progress_->Add({0, static_cast<int64_t>(at - before)});
  }

  // False: the stretch in turn ran on into this one, and it will not be told.
  bool IsWanted(size_t stretch) const {
    const size_t next = next_;
    return stretch == next || (stretch > next && stretches_.Begin(stretch) >= in_turn_at_);
  }

  void Take(size_t stretch, Piece piece) {
    StopIfAsked();
    if (stretch != next_) return;
    sink_->Append(std::move(piece.findings), tally_);
    if (!piece.scanned) return;
    Reach(piece.scanned->end);
    tally_ = Together(tally_, piece.scanned->tally);
    next_ = stretches_.Behind(*piece.scanned);
  }

  const SourceText& source_;
  const Stretches& stretches_;
  std::vector<int64_t> lines_;
  Progress* progress_;
  FindingsSink* sink_;
  TextTally tally_;                     // of what was taken
  std::atomic<size_t> next_ = 0;        // the stretch in turn: the one to be taken next
  std::atomic<size_t> in_turn_at_ = 0;  // no stretch that begins before is told, but that one
  std::atomic<size_t> reached_ = 0;     // in the text, for the progress
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
