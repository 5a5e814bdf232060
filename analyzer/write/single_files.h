#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analyzer/base/hash.h"

namespace analyzer {

// Which file of the tree holds an original, in little memory.
class SingleFiles {
 public:
  // `folder` is that of the tree, relative to the output folder and with its slash.
  explicit SingleFiles(std::string folder) : folder_(std::move(folder)) {}

  // `reference` as OriginalPlace::Reference gives it, `name` in the folder; that must outlive this.
  // The last file of an original is found.
  void Add(std::string_view reference, std::string_view name) { names_[HashOf(reference)] = name; }

  // Relative to the output folder; empty where there is none.
  std::string Find(std::string_view reference) const {
    const auto found = names_.find(HashOf(reference));
    return found == names_.end() ? "" : folder_ + std::string(found->second);
  }

 private:
  struct Low {
    size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  std::string folder_;
  std::unordered_map<Hash128, std::string_view, Low> names_;
};

}  // namespace analyzer
