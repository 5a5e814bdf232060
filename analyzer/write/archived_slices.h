#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace analyzer {

// Bytes [begin, end) of a member of an archive of which the index keeps none.
struct ArchivedSlice {
  std::filesystem::path archive;
  std::string shown;   // the archive's name, as it is shown
  std::string member;  // as the index names it
  int64_t begin = 0;
  int64_t end = 0;
  std::optional<std::string> bytes = {};  // filled by ReadArchived
};

// Reads each archive once, as far as the last member that is sought. Those that cannot be found any
// more get no bytes. No limits: what is sought was read within some before.
void ReadArchived(std::vector<ArchivedSlice>* slices);

}  // namespace analyzer
