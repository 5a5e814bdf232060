#include "analyzer/base/ascii.h"
#include "analyzer/redact/text_finder.h"

namespace analyzer {

bool TextFinder::StaysAsDate(const DateShape& shape, Strictness strictness) const {
  if (strictness == Strictness::kAll) return false;
  const bool of_import = known_.first_year != 0 && shape.year >= known_.first_year - 1 &&
                         shape.year <= known_.last_year + 1;
  return of_import || (shape.has_time && !shape.midnight);
}

// A date, with or without a time, or a personal number in two parts. False: none stands here.
bool TextFinder::TakeDate() {
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

bool TextFinder::TakeSpans(const std::vector<Span>& digits) {
  for (const Span span : digits) {
    Replace(span, words_.PersonalDigits(text_.substr(span.begin, span.size())));
    at_ = span.end;
  }
  return !digits.empty();
}

bool TextFinder::IsTail(size_t end) const {
  if (end - at_ != 4 || Before() != '-' || word_end_ + 1 != at_) return false;
  const std::string_view behind = text_.substr(end, 2);
  if (behind.size() == 2 && behind[0] == '-' && IsDigit(behind[1])) return false;
  return last_word_ != "ISO" && last_word_ != "RFC";
}

void TextFinder::TakeDigits(size_t end) {
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

}  // namespace analyzer
