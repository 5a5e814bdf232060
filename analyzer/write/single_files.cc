#include "analyzer/write/single_files.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace analyzer {

void SingleFiles::Add(std::string_view reference, std::string_view name) {
  entries_.push_back({HashOf(reference), names_.size()});
  names_.append(name.data(), name.size());
  names_.push_back('\0');
  sorted_ = false;
}

std::string SingleFiles::Find(std::string_view reference) const {
  if (!sorted_) {
    // Where one original has several files, the last of them is last.
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return std::tie(a.original, a.name) < std::tie(b.original, b.name);
    });
    sorted_ = true;
  }
  const Hash128 sought = HashOf(reference);
  const auto behind = std::upper_bound(
      entries_.begin(), entries_.end(), sought,
      [](const Hash128& hash, const Entry& entry) { return hash < entry.original; });
  if (behind == entries_.begin() || !(std::prev(behind)->original == sought)) return "";
  return folder_ + (names_.data() + std::prev(behind)->name);
}

}  // namespace analyzer
