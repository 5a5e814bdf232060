#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/match/story.h"

namespace analyzer {

// A file that a run is to send.
struct Planned {
  std::string path;
  int64_t count;                   // of its items
  std::optional<int64_t> batches;  // that it is cut into; nothing: all files are cut as one
};

using PartsByNumber = std::map<int64_t, std::vector<Part>>;  // of batches

// Cuts files, in their order, into batches of `size` items. Empty where the files were not cut by
// that size, or only some of them by themselves. REQUIRES: size > 0.
PartsByNumber CutPlan(const std::vector<Planned>& plan, int64_t size);

int64_t ItemsOf(const std::vector<Part>& parts);

}  // namespace analyzer
