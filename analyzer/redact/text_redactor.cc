#include "analyzer/redact/text_redactor.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/redact/escaped_run.h"
#include "analyzer/redact/key_context.h"
#include "analyzer/redact/number_shapes.h"
#include "analyzer/redact/secrets.h"

namespace analyzer {
namespace {

constexpr size_t kLongestLocalPart = 256;  // of an email, escapes counted
constexpr std::string_view kHarmlessDomain = ".example";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsForeign(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Of ASCII.
std::string InLowerCase(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// What begins something to be looked at. All else is passed over.
constexpr std::array<bool, 256> MakeStops() {
  std::array<bool, 256> stops{};
  for (int c = 0; c < 256; ++c) {
    stops[static_cast<size_t>(c)] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                    (c >= 'A' && c <= 'Z') || c >= 0x80 || c == '"' || c == '\'' ||
                                    c == '\\' || c == '\n' || c == '}' || c == '+';
  }
  return stops;
}
constexpr std::array<bool, 256> kStops = MakeStops();

// One text's way through.
class Finder {
 public:
  Finder(std::string_view text, bool all, WordRedactor* words, const TakeEdit& take)
      : text_(text),
        all_(all),
        words_(*words),
        take_(take),
        known_(words->known()),
        context_(text) {}

  void Run() {
    while (at_ < text_.size()) Step();
  }

 private:
  // Characters [first, last) of a run: letters and digits between others.
  struct Part {
    size_t first = 0;
    size_t last = 0;
    Span bytes;          // of what is decoded
    bool ascii = false;  // in part
  };

  void Step();
  void TakeBackslashes();
  void TakeRun();
  void TakeAscii(size_t end);
  void TakeDigits(size_t end);
  bool TakeDate();
  bool TakeSpans(const std::vector<Span>& digits);
  void TakeEscaped(const EscapedRun& run);
  void TakePart(const EscapedRun& run, const Part& part);
  void NoteEmail();
  bool TakeSecret(std::string_view word);
  void Replace(Span span, std::string text);
  void Put(Span span, std::string_view text);
  void EndWord(size_t end);
  bool IsTail(size_t end) const;
  bool StaysAsDate(const DateShape& shape, Strictness strictness) const;
  char Before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
  Strictness strictness() const {
    return all_ || at_ < email_end_ ? Strictness::kAll : context_.strictness(at_);
  }

  std::string_view text_;
  bool all_;
  WordRedactor& words_;
  const TakeEdit& take_;
  const Known& known_;
  KeyContext context_;
  size_t at_ = 0;
  size_t email_end_ = 0;
  size_t word_end_ = 0;  // of the last run that held a letter
  std::string last_word_;
};

void Finder::Step() {
  const char c = text_[at_];
  if (!kStops[static_cast<unsigned char>(c)]) {
    ++at_;
  } else if (c == '\n') {
    context_.OnLineEnd(at_++);
  } else if (c == '"') {
    context_.OnQuote(at_++, 0);
  } else if (c == '\'') {
    context_.OnSingleQuote(at_++);
  } else if (c == '}') {
    context_.OnClose();
    ++at_;
  } else if (c == '\\') {
    TakeBackslashes();
  } else if (c == '+') {
    if (IsLetter(Before()) || IsDigit(Before()) || !TakeSpans(ReadPhone(text_, at_))) ++at_;
  } else {
    TakeRun();
  }
}

void Finder::TakeBackslashes() {
  const size_t end = std::min(text_.find_first_not_of('\\', at_), text_.size());
  const size_t backslashes = end - at_;
  if (end < text_.size() && text_[end] == '"') {
    context_.OnQuote(end, backslashes);
    at_ = end + 1;
  } else if (context_.IsControlEscape(at_, backslashes)) {
    at_ = end + 1;
  } else if (!ReadEscapedRun(text_, at_).places.empty()) {
    TakeRun();
  } else {
    at_ = end;
  }
}

// Where an email begins, its end is noted: all in it is replaced.
void Finder::NoteEmail() {
  const auto is_local = [](char c) {
    return IsDigit(c) || IsLetter(c) || IsForeign(c) || c == '.' || c == '_' || c == '%' ||
           c == '+' || c == '-';
  };
  if (at_ < email_end_ || is_local(Before())) return;
  size_t end = at_;
  while (end < text_.size() && end - at_ < kLongestLocalPart &&
         (is_local(text_[end]) || text_[end] == '\\')) {
    ++end;
  }
  if (end + 1 >= text_.size() || text_[end] != '@') return;
  if (!IsDigit(text_[end + 1]) && !IsLetter(text_[end + 1]) && !IsForeign(text_[end + 1])) return;
  size_t last = ++end;
  for (; end < text_.size() && (is_local(text_[end])); ++end) {
    if (IsDigit(text_[end]) || IsLetter(text_[end]) || IsForeign(text_[end])) last = end + 1;
  }
  email_end_ = last;
}

void Finder::TakeRun() {
  NoteEmail();
  if (IsDigit(text_[at_]) && TakeDate()) return;
  size_t end = at_;
  bool digits = true;
  while (end < text_.size() && (IsDigit(text_[end]) || IsLetter(text_[end]))) {
    digits &= IsDigit(text_[end]);
    ++end;
  }
  if (end < text_.size() && (text_[end] == '\\' || IsForeign(text_[end]))) {
    const EscapedRun run = ReadEscapedRun(text_, at_);
    if (run.span.end > end) {
      TakeEscaped(run);
      return;
    }
  }
  if (digits) {
    TakeDigits(end);
  } else {
    TakeAscii(end);
  }
}

void Finder::Put(Span span, std::string_view text) {
  if (text_.substr(span.begin, span.size()) == text) return;
  take_(span, text);
}

void Finder::Replace(Span span, std::string text) {
  if (span.end == email_end_) text += kHarmlessDomain;
  Put(span, text);
}

void Finder::EndWord(size_t end) {
  at_ = end;
  word_end_ = end;
}

void Finder::TakeAscii(size_t end) {
  const std::string_view word = text_.substr(at_, end - at_);
  Replace({at_, end}, words_.Run(word, strictness()));
  EndWord(end);
  if (TakeSecret(word)) return;
  last_word_ = word;
}

bool Finder::TakeSecret(std::string_view word) {
  std::string folded = InLowerCase(word);
  const bool key = folded == "key" && InLowerCase(last_word_) == "api";
  const Span value = SecretBehind(text_, key ? "apikey" : folded, word_end_);
  if (value.size() == 0 || text_.substr(value.begin, value.size()) == "null") return false;
  // What quotes the value is told of, so that it is not taken for the begin of one.
  for (size_t at = word_end_; at < value.begin; ++at) {
    if (text_[at] == '"') context_.OnQuote(at, text_[at - 1] == '\\' ? 1 : 0);
  }
  Put(value, folded == "headers" ? "" : "-");
  at_ = value.end;
  return true;
}

bool Finder::StaysAsDate(const DateShape& shape, Strictness strictness) const {
  if (strictness == Strictness::kAll) return false;
  const bool of_import = known_.first_year != 0 && shape.year >= known_.first_year - 1 &&
                         shape.year <= known_.last_year + 1;
  return of_import || (shape.has_time && !shape.midnight);
}

// A date, with or without a time, or a personal number in two parts. False: none stands here.
bool Finder::TakeDate() {
  if (IsDigit(Before()) || IsLetter(Before())) return false;
  const DateShape date = ReadDateShape(text_, at_);
  const PersonalShape personal = ReadPersonalShape(text_, at_);
  if (personal.date.size() > 0 && !date.has_time) {
    const bool behind_name = Before() == '-' && word_end_ + 1 == at_;
    const bool stays = date.span.size() > 0 && StaysAsDate(date, strictness()) && !behind_name;
    if (!stays) return TakeSpans({personal.date, personal.number});
  }
  if (date.span.size() == 0) return false;
  if (date.has_time && date.date.size() == 3) context_.OnLogHead();
  if (!StaysAsDate(date, strictness())) {
    std::string digits;
    for (const Span part : date.date) digits += text_.substr(part.begin, part.size());
    digits = words_.PersonalDigits(digits);
    for (size_t from = 0, i = 0; i < date.date.size(); from += date.date[i].size(), ++i) {
      Put(date.date[i], digits.substr(from, date.date[i].size()));
    }
  }
  at_ = date.span.end;
  return true;
}

bool Finder::TakeSpans(const std::vector<Span>& digits) {
  for (const Span span : digits) {
    Replace(span, words_.PersonalDigits(text_.substr(span.begin, span.size())));
    at_ = span.end;
  }
  return !digits.empty();
}

// Four digits behind a name: `ANNA TEST-1234`.
bool Finder::IsTail(size_t end) const {
  if (end - at_ != 4 || Before() != '-' || word_end_ + 1 != at_) return false;
  const std::string_view behind = text_.substr(end, 2);
  if (behind.size() == 2 && behind[0] == '-' && IsDigit(behind[1])) return false;
  return last_word_ != "ISO" && last_word_ != "RFC";
}

void Finder::TakeDigits(size_t end) {
  const std::string_view digits = text_.substr(at_, end - at_);
  const char before = Before();
  const bool free =
      !IsLetter(before) && std::string_view("_:./,-").find(before) == std::string_view::npos;
  if (free && TakeSpans(ReadPhone(text_, at_))) return;
  if (IsTail(end)) {
    Replace({at_, end}, words_.PersonalDigits(digits));
  } else if (strictness() == Strictness::kAll || digits.size() >= 8 ||
             !IsCount(text_, {at_, end})) {
    Replace({at_, end}, words_.Digits(digits, strictness()));
  }
  at_ = end;
}

constexpr size_t kLongestRemnant = 3;

// What a wrong code page leaves of an emoji is no word: it begins with one of three bytes.
bool IsOfEmoji(std::string_view word, size_t characters) {
  return characters <= kLongestRemnant &&
         (word.starts_with("â") || word.starts_with("ï") || word.starts_with("ð"));
}

bool IsAllLetters(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    if (!IsLetterOrDigit(NextCodePoint(text, &at, &valid)) || !valid) return false;
  }
  return true;
}

// A run that holds what is no ASCII, or escapes. Where it is a word that went through a wrong code
// page, its pseudonym goes the same way.
void Finder::TakeEscaped(const EscapedRun& run) {
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
    if (IsLetterOrDigit(point)) {
      part.ascii |= point < 0x80;
      part.last = i + 1;
      part.bytes.end = byte;
    } else {
      TakePart(run, part);
      part = {i + 1, i + 1, {byte, byte}, false};
    }
  }
  TakePart(run, part);
  at_ = run.span.end;
}

void Finder::TakePart(const EscapedRun& run, const Part& part) {
  const size_t characters = part.last - part.first;
  if (characters == 0) return;
  const bool among_others = characters < run.places.size();
  if (!part.ascii && characters <= kLongestRemnant && among_others) return;
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

}  // namespace

void TextRedactor::Find(std::string_view text, bool all, const TakeEdit& take) const {
  Finder(text, all, words_, take).Run();
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
