#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/base/spill.h"
#include "analyzer/index/identity_pages.h"

namespace analyzer {

// Gathers what identifies originals until all is there, so that it is written as one run: a look-up
// asks each run, and in a run by itself it would cost the more the more runs there are. Parts of
// the hashes' range are gathered apart, in files where they do not fit in memory; each is sorted by
// itself, and they follow each other.
class IdentityParts {
 public:
  IdentityParts();

  void Add(uint64_t hash, int64_t original);
  // Gives all to `writer`, and has none of them any more.
  void WriteTo(IdentityPageWriter* writer);

 private:
  struct Entry {
    uint64_t hash;
    int64_t original;
  };
  std::vector<Spill<Entry>> parts_;
};

}  // namespace analyzer
