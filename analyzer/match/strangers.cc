#include "analyzer/match/strangers.h"

#include <algorithm>

#include "analyzer/index/identity_pages.h"

namespace analyzer {

void Strangers::Add(const std::string& id, int64_t record) {
  constexpr size_t kMostGathered = size_t{1} << 20;  // 16 MB
  gathered_.emplace_back(IdentityHash(IdentityKind::kCustomerId, id), record);
  if (gathered_.size() == kMostGathered) Sift();
}

std::vector<int64_t> Strangers::Take() {
  Sift();
  std::sort(found_.begin(), found_.end());
  return std::move(found_);
}

void Strangers::Sift() {
  std::sort(gathered_.begin(), gathered_.end());
  for (const auto& [hash, record] : gathered_) {
    if (!originals_.Holds(hash)) found_.push_back(record);
  }
  gathered_.clear();
}

}  // namespace analyzer
