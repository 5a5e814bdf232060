#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/audit/tree_reading.h"
#include "analyzer/index/originals.h"

namespace analyzer {

// A file of ours that is to be made once more from the originals that it was made of.
struct Recut {
  size_t file = 0;  // in Tree::files
  std::vector<OriginalReference> from = {};
  std::vector<int64_t> originals = {};         // of the index, in the place of `from`
  std::vector<std::string> rewritten_to = {};  // the changeType of each item; empty: as it was sent
  bool batch = false;                          // a retry batch; else a single file
  bool household = false;
};

struct RecutResult {
  std::string sha256 = {};   // of what came out; empty: it could not be made
  std::string why_not = {};  // for a person
  bool not_at_hand = false;  // an original's file is not among the sources under that name
};

// Finds originals by where they stand, and makes files of them again.
class Recutter {
 public:
  // `index` must outlive this.
  explicit Recutter(Index* index);

  RecutResult Make(const Recut& recut);

 private:
  // The originals of the index that it is made of; where one is not there, *result says so.
  std::vector<int64_t> OriginalsOf(const Recut& recut, RecutResult* result);
  std::optional<int64_t> Find(const OriginalReference& reference);
  bool Knows(const std::string& file);

  Originals originals_;
  Statement range_;
  Statement find_;
  Statement file_;
};

}  // namespace analyzer
