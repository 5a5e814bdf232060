#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// Error texts that differ only in whom or what they speak of.
struct ErrorShape {
  std::string shape;  // empty where no source tells a text
  int64_t count = 0;  // failed outcomes
  std::map<std::string, int64_t> reasons;
  // The first of them, and where it stands; empty where no source tells a text.
  std::string example;
  std::string file;
  int64_t line = 0;
};

// `text` with what may differ from one customer to the next taken out: what stands in quotes
// becomes `…` in the same quotes; an email, UUID, date, number or a word with digits in it becomes
// `<email>`, `<uuid>`, `<date>`, `<number>`, `<id>`. Equal for texts of one shape. White space at
// either end is dropped, line breaks and runs of white space become one blank.
std::string ShapeOfError(std::string_view text);

// The shapes of the error texts of all failed outcomes, the most frequent first.
std::vector<ErrorShape> LoadErrorShapes(Index* index);

}  // namespace analyzer
