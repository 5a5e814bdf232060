#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/hash.h"
#include "analyzer/base/spill.h"

namespace analyzer {

// Which file of the tree holds an original, in little memory: the names are kept in a file where
// they are many. Not for use by several threads at once.
class SingleFiles {
 public:
  // `folder` is that of the tree, relative to the output folder and with its slash.
  explicit SingleFiles(std::string folder) : folder_(std::move(folder)) {}

  // `reference` as OriginalPlace::Reference gives it, `name` in the folder. The last file of an
  // original is found.
  void Add(std::string_view reference, std::string_view name);

  // Relative to the output folder; empty where there is none.
  std::string Find(std::string_view reference) const;

 private:
  struct Entry {
    Hash128 original;  // of its reference
    size_t name;       // where it begins
  };

  std::string folder_;
  Spill<char> names_;  // each with a zero byte behind it
  mutable std::vector<Entry> entries_;
  mutable bool sorted_ = true;
};

}  // namespace analyzer
