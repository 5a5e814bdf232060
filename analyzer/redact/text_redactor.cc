#include "analyzer/redact/text_redactor.h"

#include "analyzer/redact/text_finder.h"

namespace analyzer {

void TextRedactor::Find(std::string_view text, bool all, const TakeEdit& take) const {
  TextFinder(text, all, words_, take).Run();
}

std::string TextRedactor::Redact(std::string_view text, bool all) const {
  std::string redacted;
  size_t at = 0;
  Find(text, all, [&](Span span, std::string_view put) {
    redacted.append(text.substr(at, span.begin - at)).append(put);
    at = span.end;
  });
  return redacted.append(text.substr(at));
}

}  // namespace analyzer
