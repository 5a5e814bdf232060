#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace analyzer {

// What one archive may come to. Logs shrink 20 to 40 times when they are compressed, rows of JSON
// that repeat up to 100 times; a bomb grows without end.
struct ExpansionLimits {
  int64_t max_expanded = int64_t{64} << 30;  // bytes that come out of it in all
  int64_t max_ratio = 200;                   // bytes out of one byte in,
  int64_t ratio_from = int64_t{256} << 20;   // once so many have come out
  int64_t max_members = 1000000;

  // For what is read again: it was read within some limits before.
  static ExpansionLimits None();
};

// Counts what comes out of one archive, and stops it at its limits.
class Expansion {
 public:
  // `limits` must outlive this.
  explicit Expansion(const ExpansionLimits& limits) : limits_(limits) {}

  // The archive's own bytes are read up to `offset`.
  void Reached(int64_t offset);
  // `bytes` came out at a layer: each layer of archives counts by itself. False: stop.
  bool Add(size_t layer, size_t bytes);
  // One more member. False: stop.
  bool AddMember();

  bool stopped() const { return !why_.empty(); }
  // The reason and the remedy, for a person; empty where it was not stopped.
  const std::string& why() const { return why_; }

 private:
  const ExpansionLimits& limits_;
  int64_t in_ = 0;
  int64_t members_ = 0;
  std::vector<int64_t> out_;  // by layer
  std::string why_;
};

}  // namespace analyzer
