#include "analyzer/extract/stretches.h"

#include <algorithm>
#include <utility>

#include "analyzer/extract/stretch_starts.h"

namespace analyzer {

Stretches::Stretches(std::string_view text, Context context, const ResumePoint* from, size_t bytes)
    : text_(text), context_(std::move(context)), from_(from), traits_(TraitsOf(text, Begin(0))) {
  if (traits_.is_log && traits_.only_lf) starts_ = StretchStarts(text, Begin(0), bytes);
}

size_t Stretches::Begin(size_t stretch) const {
  if (stretch > 0) return starts_[stretch - 1];
  return from_ == nullptr ? 0 : from_->at;
}

ScannedStretch Stretches::Scan(size_t stretch, const TextTally& before, Sink* sink,
                               const StillWanted& wanted) const {
  if (stretch == 0) return ScanStretch(text_, traits_, context_, sink, from_, starts_, wanted);
  ResumePoint start;
  start.at = Begin(stretch);
  start.tally = before;
  return ScanStretch(text_, traits_, context_, sink, &start, starts_, wanted);
}

size_t Stretches::Behind(const ScannedStretch& scanned) const {
  const auto next = std::lower_bound(starts_.begin(), starts_.end(), scanned.end);
  return static_cast<size_t>(next - starts_.begin()) + 1;
}

TextTally Together(const TextTally& before, const TextTally& further) {
  TextTally tally = before;
  if (further.documents > 0)
    tally.is_one_document = before.documents == 0 && further.is_one_document;
  tally.documents += further.documents;
  tally.broken_documents += further.broken_documents;
  tally.log_lines += further.log_lines;
  tally.facts += further.facts;
  tally.window_blocks += further.window_blocks;
  return tally;
}

}  // namespace analyzer
