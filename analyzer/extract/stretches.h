#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "analyzer/extract/context.h"
#include "analyzer/extract/resume_point.h"
#include "analyzer/extract/sink.h"
#include "analyzer/extract/text_scanner.h"

namespace analyzer {

// The stretches of a text that may be scanned at the same time: many of a long log, one of all
// else. They are told one after the other: the first, then the one that begins where that one
// ended, which is mostly the next. Those between, which the first one ran on into, are not told.
class Stretches {
 public:
  static constexpr size_t kBytes = size_t{1} << 20;

  // As for ScanText, whose arguments these are; the text and the point must outlive this. A stretch
  // has about `bytes`.
  Stretches(std::string_view text, Context context, const ResumePoint* from, size_t bytes = kBytes);

  size_t count() const { return starts_.size() + 1; }
  size_t Begin(size_t stretch) const;
  // `before`: what the stretches before it come to. It goes into what is told and given; who does
  // not know it yet puts it together later. May be called on several threads at once. What it gives
  // where it gave up means nothing.
  ScannedStretch Scan(size_t stretch, const TextTally& before, Sink* sink,
                      const StillWanted& wanted = nullptr) const;
  // The stretch to be told behind one that was scanned; count() where the text is at its end.
  size_t Behind(const ScannedStretch& scanned) const;

 private:
  std::string_view text_;
  Context context_;
  const ResumePoint* from_;
  TextTraits traits_;
  std::vector<size_t> starts_;  // of all but the first
};

// What two stretches come to, of which one was told before the other.
TextTally Together(const TextTally& before, const TextTally& further);

}  // namespace analyzer
