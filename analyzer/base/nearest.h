#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace analyzer {

// Finds the texts that somebody may have meant who wrote another one. They differ in at most two
// letters that were put in, left out or changed (Levenshtein's distance, over folded code points),
// and in less than a third of them.
class Nearest {
 public:
  explicit Nearest(std::string_view written);

  // Offers a text.
  void LookAt(const std::string& text);

  // The nearest five of those that were offered, nearest first, each once.
  std::vector<std::string> Take() const;

 private:
  std::u32string written_;
  std::set<std::pair<size_t, std::string>> alike_;
};

// The nearest of `known` to what was written; empty where none is near.
std::string NearestOf(std::string_view written, const std::vector<std::string>& known);

}  // namespace analyzer
