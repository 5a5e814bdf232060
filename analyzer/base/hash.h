#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string_view>

namespace analyzer {

// XXH3 (xxhash.com): fast, and good enough that two texts of one machine's data do not agree by
// chance; whoever wants to can make two that do. The same on every machine.
uint64_t Hash64(std::string_view bytes, uint64_t seed = 0);

struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};
Hash128 HashOf(std::string_view bytes, uint64_t seed = 0);

// The same of bytes that come in pieces.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void Add(std::string_view bytes);
  // Of all so far, as HashOf gives it.
  Hash128 Hash() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace analyzer
