#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/base/digest.h"
#include "analyzer/base/spill.h"
#include "analyzer/write/originals.h"

namespace analyzer {

// A file that was written, as long as the manifest does not list it.
struct PutFile {
  std::string_view name;
  Digest sha256{};
  std::optional<OriginalSpan> source = {};  // of the one original that it holds
};

// Very many such files, packed one behind the other: in a file, where they take more memory than
// one text may. Not for use by several threads at once.
class PutFiles {
 public:
  void Add(const PutFile& file);

  size_t size() const { return places_.size(); }
  bool empty() const { return places_.empty(); }
  // In the order of Add. The name lives until the next Add.
  PutFile operator[](size_t at) const;
  // In the order of the names.
  void ForEachByName(const std::function<void(const PutFile&)>& visit) const;

 private:
  struct Fixed;
  PutFile At(size_t place) const;

  Spill<char> bytes_;  // of each its Fixed, and its name
  std::vector<size_t> places_;
};

}  // namespace analyzer
