#include "analyzer/match/marks.h"

#include <algorithm>
#include <bit>
#include <string>

#include "analyzer/base/hash.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/base/unicode.h"
#include "analyzer/match/reported_name.h"

namespace analyzer {
namespace {

constexpr size_t kBitsForOne = 16;  // of 100 others, 1 or 2 agree by chance
constexpr size_t kFewestWords = 1024;

size_t WordsFor(int64_t expected) {
  const size_t most = Memory().OfIndex() / 2 / sizeof(uint64_t);
  const size_t wanted = static_cast<size_t>(expected) * kBitsForOne / 64;
  return std::bit_ceil(std::clamp(wanted, kFewestWords, most / 2));
}

}  // namespace

Marks::Marks(int64_t expected) : words_(WordsFor(expected)) {}

template <typename Visit>
void Marks::EachBit(std::string_view value, Visit visit) const {
  uint64_t hash = Hash64(value);
  for (int i = 0; i < kBitsOfOne; ++i) {
    const uint64_t bit = hash & 0xFFFFFFFF;
    if (!visit((bit / 64) & (words_.size() - 1), uint64_t{1} << bit % 64)) return;
    hash >>= 32;
  }
}

void Marks::Add(std::string_view value) {
  if (value.empty()) return;
  EachBit(value, [&](size_t word, uint64_t bit) {
    words_[word] |= bit;
    return true;
  });
}

bool Marks::Has(std::string_view value) const {
  bool all = !value.empty();
  if (!all) return false;
  EachBit(value, [&](size_t word, uint64_t bit) { return all = (words_[word] & bit) != 0; });
  return all;
}

bool Marks::AreBorneBy(const Record& accepted) const {
  const UsernameParts parts = SplitUsername(accepted.username);
  const std::string& number = parts.personal_number;
  return Has(Fold(accepted.username)) || Has(Fold(accepted.email)) || Has(parts.name) ||
         Has(number) || (number.size() == 12 && Has(std::string_view(number).substr(2)));
}

}  // namespace analyzer
