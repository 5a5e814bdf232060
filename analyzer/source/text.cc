#include "analyzer/source/text.h"

#include <algorithm>
#include <iterator>

namespace analyzer {

void MappedText::Append(std::string_view bytes, size_t origin, size_t stride) {
  if (bytes.empty()) return;
  bool adjoins = false;
  if (!runs_.empty()) {
    const Run last = runs_.back();
    adjoins =
        last.stride == stride && last.origin + (bytes_.size() - last.begin) * stride == origin;
  }
  if (!adjoins) runs_.push_back({bytes_.size(), origin, stride});
  bytes_.append(bytes.data(), bytes.size());
}

void MappedText::AppendAt(std::string_view bytes, size_t origin) {
  if (bytes.empty()) return;
  runs_.push_back({bytes_.size(), origin, 0});
  bytes_.append(bytes.data(), bytes.size());
}

size_t MappedText::Origin(size_t at) const {
  if (at >= bytes_.size() || runs_.empty()) return origin_end_;
  const Run& run = RunOf(at);
  return run.origin + (at - run.begin) * run.stride;
}

Span MappedText::Origin(Span span) const {
  const size_t begin = Origin(span.begin);
  if (span.size() == 0 || span.end > bytes_.size()) return {begin, Origin(span.end)};
  const Run& last = RunOf(span.end - 1);
  if (last.stride == 0) return {begin, Origin(span.end)};
  return {begin, last.origin + (span.end - last.begin) * last.stride};
}

const MappedText::Run& MappedText::RunOf(size_t at) const {
  constexpr size_t kNear = 8;
  const Run* const runs = runs_.data();
  const size_t count = runs_.size();
  size_t first = 0;
  if (run_ < count && runs[run_].begin <= at) {
    first = run_;
    for (size_t next = run_ + 1; next <= run_ + kNear; ++next) {
      if (next == count || runs[next].begin > at) return runs[run_ = next - 1];
    }
  }
  const Run* const behind =
      std::upper_bound(runs + first, runs + count, at,
                       [](size_t place, const Run& run) { return place < run.begin; });
  run_ = static_cast<size_t>(std::prev(behind) - runs);
  return runs[run_];
}

}  // namespace analyzer
