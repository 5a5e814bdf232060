#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/redact/text_finder.h"

namespace analyzer {
namespace {

constexpr size_t kLongestRemnant = 3;
constexpr char32_t kBehindLatin = 0x180;  // no letter of Windows-1252 is further on

// What a wrong code page leaves of an emoji is no word: it begins with one of three bytes.
bool IsOfEmoji(std::string_view word, size_t characters) {
  return characters <= kLongestRemnant &&
         (word.starts_with("â") || word.starts_with("ï") || word.starts_with("ð"));
}

// Says that an emoji is to be shown in colours; it is a mark of Unicode's, but on no letter.
bool SelectsVariation(char32_t point) { return point >= 0xFE00 && point <= 0xFE0F; }

bool IsAllLetters(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    if (!IsLetterOrDigit(NextCodePoint(text, &at, &valid)) || !valid) return false;
  }
  return true;
}

}  // namespace

// A run that holds what is no ASCII, or escapes. Where it is a word that went through a wrong code
// page, its pseudonym goes the same way.
void TextFinder::TakeEscaped(const EscapedRun& run) {
  if (IsOfEmoji(run.decoded, run.places.size())) {
    at_ = run.span.end;
    return;
  }
  const std::vector<std::string> forms = RepairedForms(run.decoded);
  for (size_t i = forms.size(); i-- > 0;) {
    if (!IsAllLetters(forms[i])) continue;
    const std::string made = words_.Run(forms[i], strictness());
    const bool latin1 = run.spelling == Spelling::kByteEscape;
    Replace(run.span, made == forms[i]
                          ? std::string(text_.substr(run.span.begin, run.span.size()))
                          : SpelledLike(run, Mistaken(made, static_cast<int>(i) + 1, latin1)));
    EndWord(run.span.end);
    last_word_.clear();
    return;
  }
  Part part;
  for (size_t i = 0, byte = 0; i < run.places.size(); ++i) {
    bool valid = true;
    const char32_t point = NextCodePoint(run.decoded, &byte, &valid);
    if (IsLetterOrDigit(point) && !SelectsVariation(point)) {
      part.remnant &= point >= 0x80 && point < kBehindLatin;
      part.last = i + 1;
      part.bytes.end = byte;
    } else {
      TakePart(run, part);
      part = {i + 1, i + 1, {byte, byte}, true};
    }
  }
  TakePart(run, part);
  at_ = run.span.end;
}

void TextFinder::TakePart(const EscapedRun& run, const Part& part) {
  const size_t characters = part.last - part.first;
  if (characters == 0) return;
  const bool among_others = characters < run.places.size();
  if (part.remnant && characters <= kLongestRemnant && among_others) return;
  const std::string_view word =
      std::string_view(run.decoded).substr(part.bytes.begin, part.bytes.size());
  const Span span{run.places[part.first].begin, run.places[part.last - 1].end};
  at_ = span.begin;
  const std::string made = words_.Run(word, strictness());
  Replace(span, made == word ? std::string(text_.substr(span.begin, span.size()))
                             : SpelledLike(run, made));
  EndWord(span.end);
  last_word_ = word;
}

}  // namespace analyzer
