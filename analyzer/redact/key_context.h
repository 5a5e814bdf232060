#pragma once

#include <cstddef>
#include <string_view>

#include "analyzer/redact/word_redactor.h"

namespace analyzer {

// Tells under which key a place in a text stands, in JSON and in Python's repr: whole, broken, in
// the lines of a log, or quoted in one another. Goes by quotes, colons and line ends alone, so that
// nothing that is missing leads it astray for more than a line.
class KeyContext {
 public:
  explicit KeyContext(std::string_view text) : text_(text) {}

  // To be told of each quote, in order; `backslashes` stand before it.
  void OnQuote(size_t at, size_t backslashes);
  void OnSingleQuote(size_t at);
  // Behind a closed object no key holds.
  void OnClose() { strictness_ = Strictness::kText; }
  // A line ends at `at`.
  void OnLineEnd(size_t at);
  // A line of a log begins: whatever stood before is over.
  void OnLogHead();

  // What a key is made of is not under it.
  Strictness strictness(size_t at) const { return at < key_end_ ? Strictness::kText : strictness_; }
  // Whether `backslashes` before one of n, r, t, b, f are the escape of a control character.
  bool IsControlEscape(size_t at, size_t backslashes) const;

 private:
  size_t ClosingQuote(size_t begin, size_t backslashes) const;
  void TakeKey(std::string_view key);

  std::string_view text_;
  size_t depth_ = 0;  // strings that are open, one in another
  size_t key_end_ = 0;
  Strictness strictness_ = Strictness::kText;
};

}  // namespace analyzer
