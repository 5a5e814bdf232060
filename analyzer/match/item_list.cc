#include "analyzer/match/item_list.h"

#include <algorithm>
#include <iterator>

namespace analyzer {

void ItemList::Append(int64_t first, int64_t last) {
  if (!stretches_.empty() && stretches_.back().last == first) {
    stretches_.back().last = last;
  } else {
    stretches_.push_back({size(), first, last});
  }
}

int64_t ItemList::size() const {
  if (stretches_.empty()) return 0;
  const Stretch& end = stretches_.back();
  return end.position + end.last - end.first;
}

int64_t ItemList::operator[](int64_t position) const {
  const auto behind =
      std::upper_bound(stretches_.begin(), stretches_.end(), position,
                       [](int64_t at, const Stretch& stretch) { return at < stretch.position; });
  const Stretch& stretch = *std::prev(behind);
  return stretch.first + position - stretch.position;
}

bool ItemList::Contains(int64_t original) const {
  return std::any_of(stretches_.begin(), stretches_.end(), [&](const Stretch& stretch) {
    return original >= stretch.first && original < stretch.last;
  });
}

}  // namespace analyzer
