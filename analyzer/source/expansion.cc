#include "analyzer/source/expansion.h"

#include <algorithm>
#include <limits>

namespace analyzer {

ExpansionLimits ExpansionLimits::None() {
  ExpansionLimits none;
  none.max_expanded = none.ratio_from = std::numeric_limits<int64_t>::max();
  return none;
}

void Expansion::Reached(int64_t offset) { in_ = std::max(in_, offset); }

bool Expansion::Add(size_t layer, size_t bytes) {
  if (out_.size() <= layer) out_.resize(layer + 1);
  const int64_t out = out_[layer] += static_cast<int64_t>(bytes);
  if (stopped()) return false;
  if (out > limits_.max_expanded) {
    why_ = "more than " + std::to_string(limits_.max_expanded) +
           " bytes come out of it; if that is right, allow more with --max-expanded";
  } else if (out > limits_.ratio_from && out / limits_.max_ratio > in_) {
    why_ = "it grows more than " + std::to_string(limits_.max_ratio) +
           " times, as no log does; if that is right, unpack it and name the folder";
  }
  return !stopped();
}

bool Expansion::AddMember() {
  if (!stopped() && ++members_ > limits_.max_members) {
    why_ = "it has more than " + std::to_string(limits_.max_members) +
           " members; if that is right, unpack it and name the folder";
  }
  return !stopped();
}

}  // namespace analyzer
