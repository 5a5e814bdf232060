#include "analyzer/extract/python_repr.h"

#include <algorithm>

namespace analyzer {

bool OpensQuoted(std::string_view before) {
  return before.ends_with('\'') && !before.ends_with("\\'");
}

size_t ReprEnd(std::string_view text, size_t at) {
  while (at < text.size()) {
    at = std::min(text.find_first_of("'\\", at), text.size());
    if (at == text.size() || text[at] == '\'') return at;
    at += 2;
  }
  return text.size();
}

bool IsRepr(std::string_view text) {
  bool escaped = false;
  for (size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at)) {
    const size_t behind = std::min(text.find_first_not_of('\\', at), text.size());
    const size_t backslashes = behind - at;
    if (behind < text.size() && text[behind] == '"' && backslashes % 2 == 1) return false;
    escaped = true;
    at = behind;
  }
  return escaped;
}

}  // namespace analyzer
