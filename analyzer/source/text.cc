#include "analyzer/source/text.h"

#include <algorithm>

namespace analyzer {

void MappedText::Append(std::string_view bytes, size_t origin, size_t stride) {
  if (bytes.empty()) return;
  const bool adjoins =
      !runs_.empty() && runs_.back().stride == stride &&
      runs_.back().origin + (bytes_.size() - runs_.back().begin) * stride == origin;
  if (!adjoins) runs_.push_back({bytes_.size(), origin, stride});
  bytes_.append(bytes);
}

void MappedText::AppendAt(std::string_view bytes, size_t origin) {
  if (bytes.empty()) return;
  runs_.push_back({bytes_.size(), origin, 0});
  bytes_.append(bytes);
}

size_t MappedText::Origin(size_t at) const {
  if (at >= bytes_.size() || runs_.empty()) return origin_end_;
  const auto next =
      std::upper_bound(runs_.begin(), runs_.end(), at,
                       [](size_t place, const Run& run) { return place < run.begin; });
  const Run& run = *std::prev(next);
  return run.origin + (at - run.begin) * run.stride;
}

}  // namespace analyzer
