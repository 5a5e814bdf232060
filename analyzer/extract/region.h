#pragma once

#include <string_view>

#include "analyzer/base/span.h"
#include "analyzer/source/text.h"

namespace analyzer {

// A text that is searched, and the way from it back to the source's text: the source's text
// itself, or one that was unescaped or pieced together out of another region.
struct Region {
  std::string_view text;            // 64 more bytes behind it may be read
  const MappedText* map = nullptr;  // nullptr: the source's text itself
  const Region* parent = nullptr;   // what `map` leads to

  Span ToSource(Span span) const {
    return map == nullptr ? span : parent->ToSource(map->Origin(span));
  }
  std::string_view SourceText() const { return map == nullptr ? text : parent->SourceText(); }
};

}  // namespace analyzer
