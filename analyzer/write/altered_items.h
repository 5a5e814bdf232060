#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/tree_reading.h"
#include "analyzer/index/originals.h"

namespace analyzer {

// Items whose value is that of no original: finds out where each differs from the one that was
// sent.
class AlteredItems {
 public:
  // All must outlive this.
  AlteredItems(const Tree& tree, Index* index) : tree_(tree), originals_(index) {}

  // `finding` is told with its places. Not where `may_be_rewritten`, and only the changeType is
  // another, as `--change-type` makes it.
  void Add(const TreeClaim& claim, int64_t original, bool may_be_rewritten, Finding finding);

  // Reads the originals, and adds to *findings; of one that cannot be read any more it tells that.
  void Tell(std::vector<Finding>* findings);

 private:
  struct Item {
    const TreeClaim* claim;
    int64_t original;
    bool may_be_rewritten;
    Finding finding;
  };

  const Tree& tree_;
  Originals originals_;
  std::vector<Item> items_;
};

}  // namespace analyzer
