#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace analyzer {

// What `recover` was told, as typed.
struct RecoverOptions {
  std::vector<std::string> sources;
  std::vector<std::string> batches;
  std::string out;
  std::string index;  // empty: OUT/import-analyzer.sqlite
  std::vector<std::string> decide;
  bool replace = false;
  bool json = false;
  uint64_t max_expanded = uint64_t{64} << 30;  // bytes, of one archive
};

// Reads, matches and writes. The exit status.
int Recover(const RecoverOptions& options);

}  // namespace analyzer
