#include "analyzer/write/page_text.h"

#include "analyzer/base/digest.h"

namespace analyzer {

std::string JsonForScript(std::string_view json) {
  // Outside of strings JSON has no `<`, and inside of them the escape means the same. The two line
  // separators are line ends to older JavaScript, in UTF-8 E2 80 A8 and E2 80 A9.
  constexpr std::string_view kSeparator = "\xE2\x80";
  std::string text;
  text.reserve(json.size());
  for (size_t at = 0; at < json.size(); ++at) {
    const std::string_view rest = json.substr(at);
    const char third = rest.size() > 2 && rest.starts_with(kSeparator) ? rest[2] : '\0';
    if (rest.front() == '<') {
      text += "\\u003c";
    } else if (third == '\xA8' || third == '\xA9') {
      text += third == '\xA8' ? "\\u2028" : "\\u2029";
      at += kSeparator.size();
    } else {
      text += rest.front();
    }
  }
  return text;
}

void FillForm(std::string_view form, const TextSink& out,
              const std::function<void(std::string_view name)>& fill) {
  constexpr std::string_view kBegin = "{{";
  constexpr std::string_view kEnd = "}}";
  while (true) {
    const size_t begin = form.find(kBegin);
    const size_t end = form.find(kEnd, begin == form.npos ? begin : begin + kBegin.size());
    if (end == form.npos) break;
    out(form.substr(0, begin));
    fill(form.substr(begin + kBegin.size(), end - begin - kBegin.size()));
    form.remove_prefix(end + kEnd.size());
  }
  out(form);
}

std::string PagePolicy(std::string_view script, std::string_view style) {
  return "default-src 'none'; script-src 'sha256-" + Sha256Base64(script) +
         "'; style-src 'sha256-" + Sha256Base64(style) +
         "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
         "trusted-types 'none'";
}

}  // namespace analyzer
