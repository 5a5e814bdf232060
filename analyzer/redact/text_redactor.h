#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analyzer/base/span.h"
#include "analyzer/redact/word_redactor.h"

namespace analyzer {

// Takes what is to be put in the place of a span of a text (UTF-8).
using TakeEdit = std::function<void(Span span, std::string_view text)>;

// Finds what is to be replaced in a text of any kind: a log, JSON whole or broken, JSON quoted in
// it, a path, a message. Words are replaced wherever they stand, and always by the same; all that
// is no word and no digit stays.
//
// What is dropped: values of headers, and what follows the name of a secret (`token: …`).
class TextRedactor {
 public:
  // `words` must outlive this.
  explicit TextRedactor(WordRedactor* words) : words_(words) {}

  // Tells `take` in the order of the text; no two spans overlap. With `all`, every word and digit
  // is replaced, as is right for a name; else what formats and messages are made of stays.
  void Find(std::string_view text, bool all, const TakeEdit& take) const;

  // The text with all of that replaced.
  std::string Redact(std::string_view text, bool all = false) const;

 private:
  WordRedactor* words_;
};

}  // namespace analyzer
