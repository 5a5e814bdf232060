#include "analyzer/audit/error_shapes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

bool IsLetterAnywhere(char c) {  // bytes of other scripts' letters among them
  return IsLetter(c) || (static_cast<unsigned char>(c) & 0x80);
}
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// What a word may be made of: an email, a date with its time, a user name.
bool IsOfWord(char c) {
  return IsDigit(c) || IsLetterAnywhere(c) ||
         std::string_view("@._-+:/,").find(c) != std::string_view::npos;
}

// `dddd` stands for digits, all else for itself.
bool HasShape(std::string_view word, std::string_view shape) {
  return word.size() == shape.size() &&
         std::equal(word.begin(), word.end(), shape.begin(),
                    [](char c, char s) { return s == 'd' ? IsDigit(c) : c == s; });
}

bool IsUuid(std::string_view word) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return word.size() == kShape.size() &&
         std::equal(word.begin(), word.end(), kShape.begin(),
                    [](char c, char s) { return s == 'x' ? IsHex(c) : c == s; });
}

bool IsEmail(std::string_view word) {
  const size_t at = word.find('@');
  return at != std::string_view::npos && at > 0 && word.find('.', at + 2) != std::string_view::npos;
}

// A day, also with a time behind it.
bool IsDate(std::string_view word) {
  for (const std::string_view shape : {"dddd-dd-dd", "dddd/dd/dd", "dd/dd/dddd", "dd.dd.dddd"}) {
    if (HasShape(word.substr(0, shape.size()), shape)) {
      const std::string_view rest = word.substr(shape.size());
      return rest.empty() || rest[0] == 'T' || rest[0] == ',' || rest[0] == ':';
    }
  }
  return HasShape(word, "dd:dd") || HasShape(word.substr(0, 8), "dd:dd:dd");
}

// What takes the word's place.
std::string_view MaskOf(std::string_view word) {
  if (IsEmail(word)) return "<email>";
  if (IsUuid(word)) return "<uuid>";
  if (std::none_of(word.begin(), word.end(), IsDigit)) return word;
  if (IsDate(word)) return "<date>";
  return std::any_of(word.begin(), word.end(), IsLetterAnywhere) ? "<id>" : "<number>";
}

// Where the quote that opens at `at` is closed; npos where it is an apostrophe, or stays open.
size_t ClosingQuote(std::string_view text, size_t at) {
  const char quote = text[at];
  const auto is_inside_a_word = [&](size_t place) {
    return place > 0 && IsLetterAnywhere(text[place - 1]) && place + 1 < text.size() &&
           IsLetterAnywhere(text[place + 1]);
  };
  if (quote == '\'' && at > 0 && (IsLetterAnywhere(text[at - 1]) || IsDigit(text[at - 1])))
    return std::string_view::npos;
  for (size_t end = at + 1; end < text.size(); ++end) {
    if (text[end] == '\\') {
      ++end;
    } else if (text[end] == quote && !(quote == '\'' && is_inside_a_word(end))) {
      return end;
    }
  }
  return std::string_view::npos;
}

// Takes a word out of the text at *at, and the punctuation behind it that is none of it.
void TakeWord(std::string_view text, size_t* at, std::string* shape) {
  size_t end = *at;
  while (end < text.size() && IsOfWord(text[end])) ++end;
  size_t word_end = end;
  while (word_end > *at && !IsLetterAnywhere(text[word_end - 1]) && !IsDigit(text[word_end - 1])) {
    --word_end;
  }
  std::string_view word = text.substr(*at, word_end - *at);
  // `kod:17` and `a/b/17`: what stands before the last of these is a word of its own, but for
  // dates.
  for (size_t cut = word.find_first_of(":/,="); cut != std::string_view::npos && !IsDate(word);
       cut = word.find_first_of(":/,=")) {
    *shape += MaskOf(word.substr(0, cut));
    *shape += word[cut];
    word.remove_prefix(cut + 1);
  }
  *shape += MaskOf(word);
  *shape += text.substr(word_end, end - word_end);
  *at = end;
}

}  // namespace

std::string ShapeOfError(std::string_view text) {
  text = Trim(text);
  std::string shape;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    const size_t close = c == '"' || c == '\'' ? ClosingQuote(text, at) : std::string_view::npos;
    if (close != std::string_view::npos) {
      shape += c + std::string("…") + c;
      at = close + 1;
    } else if (IsSpace(c)) {
      while (at < text.size() && IsSpace(text[at])) ++at;
      shape += ' ';
    } else if (IsOfWord(c)) {
      TakeWord(text, &at, &shape);
    } else {
      shape += c;
      ++at;
    }
  }
  return shape;
}

std::vector<ErrorShape> LoadErrorShapes(Index* index) {
  std::map<std::string, ErrorShape> shapes;
  Statement rows(index->database(),
                 "SELECT error, result, count(*), min(id) FROM outcome WHERE state <> 'accepted'"
                 " GROUP BY error, result ORDER BY min(id)");
  Statement place(index->database(),
                  "SELECT f.path, r.line FROM record r JOIN file f ON f.id = r.file"
                  " WHERE r.outcome = ? AND r.error = ? ORDER BY r.id LIMIT 1");
  while (rows.Step()) {
    const std::string text = rows.Text(0);
    std::string key = ShapeOfError(text);
    ErrorShape& shape = shapes[key];
    shape.count += rows.Number(2);
    shape.reasons[rows.Text(1)] += rows.Number(2);
    if (!shape.example.empty() || key.empty()) continue;
    shape.shape = std::move(key);
    shape.example = text;
    if (place.Bind(rows.Number(3)).Bind(text).Step()) {
      shape.file = place.Text(0);
      shape.line = place.Number(1);
    }
    place.Reset();
  }
  std::vector<ErrorShape> all;
  for (auto& [key, shape] : shapes) all.push_back(std::move(shape));
  std::stable_sort(all.begin(), all.end(),
                   [](const ErrorShape& a, const ErrorShape& b) { return a.count > b.count; });
  return all;
}

}  // namespace analyzer
