#include "analyzer/match/batch_plan.h"

#include <algorithm>

namespace analyzer {
namespace {

// Files one after the other, cut into batches across their borders.
PartsByNumber CutAcross(const std::vector<Planned>& plan, int64_t size) {
  PartsByNumber parts;
  int64_t number = 1;
  int64_t room = size;
  for (const Planned& file : plan) {
    for (int64_t at = 0; at < file.count;) {
      const int64_t take = std::min(room, file.count - at);
      parts[number].push_back({file.path, at, at + take});
      at += take;
      room -= take;
      if (room == 0) {
        ++number;
        room = size;
      }
    }
  }
  return parts;
}

// Each file cut by itself, the numbers running on. Empty where the files were not cut by that size.
PartsByNumber CutEach(const std::vector<Planned>& plan, int64_t size) {
  PartsByNumber parts;
  int64_t number = 1;
  for (const Planned& file : plan) {
    if ((file.count + size - 1) / size != *file.batches) return {};
    for (int64_t at = 0; at < file.count; at += size) {
      parts[number++] = {{file.path, at, std::min(at + size, file.count)}};
    }
  }
  return parts;
}

}  // namespace

PartsByNumber CutPlan(const std::vector<Planned>& plan, int64_t size) {
  const auto by_itself =
      std::ranges::count_if(plan, [](const Planned& file) { return file.batches.has_value(); });
  if (by_itself == 0) return CutAcross(plan, size);
  if (by_itself == static_cast<int64_t>(plan.size())) return CutEach(plan, size);
  return {};
}

int64_t ItemsOf(const std::vector<Part>& parts) {
  int64_t items = 0;
  for (const Part& part : parts) items += part.last - part.first;
  return items;
}

}  // namespace analyzer
