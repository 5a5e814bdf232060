#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/tree_reading.h"
#include "analyzer/index/index.h"
#include "analyzer/source/expansion.h"

namespace analyzer {

// Items whose value is that of no original: finds out where each differs from the one that was
// sent.
class AlteredItems {
 public:
  // All must outlive this.
  AlteredItems(const Tree& tree, Index* index,
               const std::map<int64_t, std::filesystem::path>& files, const ExpansionLimits& limits)
      : tree_(tree), index_(*index), files_(files), limits_(limits) {}

  // `finding` is told with its places. Not where `may_be_rewritten`, and only the changeType is
  // another, as `--change-type` makes it.
  void Add(const TreeClaim& claim, int64_t original, bool may_be_rewritten, Finding finding);

  // Reads the originals, those in archives in one go, and adds to *findings.
  void Tell(std::vector<Finding>* findings);

 private:
  struct Item {
    const TreeClaim* claim;
    int64_t original;
    bool may_be_rewritten;
    Finding finding;
  };

  const Tree& tree_;
  Index& index_;
  const std::map<int64_t, std::filesystem::path>& files_;
  const ExpansionLimits& limits_;
  std::vector<Item> items_;
};

}  // namespace analyzer
