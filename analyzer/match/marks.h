#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/extract/record.h"

namespace analyzer {

// What identifies those who matter, as bits in a table of a fixed size (a Bloom filter: Bloom,
// 1970, "Space/time trade-offs in hash coding with allowable errors"): what was added is always
// found, and what agrees by chance is looked at in vain. However many there are, they take no more
// memory than their share of what reading may take.
class Marks {
 public:
  // For about so many.
  explicit Marks(int64_t expected);

  void Add(std::string_view value);
  // An empty value is never there.
  bool Has(std::string_view value) const;
  // Whether the record bears one beside its id.
  bool AreBorneBy(const Record& accepted) const;

 private:
  static constexpr int kBitsOfOne = 2;
  // Calls visit(word, bit) for each bit of a value, until it gives false.
  template <typename Visit>
  void EachBit(std::string_view value, Visit visit) const;

  std::vector<uint64_t> words_;  // a power of two of them
};

}  // namespace analyzer
