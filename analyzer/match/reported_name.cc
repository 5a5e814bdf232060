#include "analyzer/match/reported_name.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The last part of a text behind a hyphen, where it is that many digits.
std::string_view DigitsBehindHyphen(std::string_view text, size_t digits) {
  if (text.size() <= digits || text[text.size() - digits - 1] != '-') return {};
  const std::string_view tail = text.substr(text.size() - digits);
  return AllDigits(tail) ? tail : std::string_view();
}

bool PlausibleDate(std::string_view date) {
  const std::string_view month = date.substr(date.size() - 4, 2);
  return month >= "01" && month <= "12";
}

bool IsNamed(const std::string& reported, const std::string& username, const std::string& first,
             const std::string& last) {
  const std::string name = SplitUsername(reported).name;
  return username == Fold(reported) || name == Fold(first + " " + last) ||
         name == Fold(first + "-" + last);
}

// A text, and what it is with a wrong code page undone.
std::vector<std::string> FormsOf(const std::string& text) {
  std::vector<std::string> forms = RepairedForms(text);
  forms.push_back(text);
  return forms;
}

}  // namespace

UsernameParts SplitUsername(const std::string& username) {
  std::string_view rest = Trim(username);
  const std::string_view number = DigitsBehindHyphen(rest, 4);
  if (number.empty()) return {Fold(rest), "", ""};
  rest.remove_suffix(5);
  for (const size_t digits : {8, 6}) {
    const std::string_view date = DigitsBehindHyphen(rest, digits);
    if (date.empty() || !PlausibleDate(date)) continue;
    const std::string_view name = rest.substr(0, rest.size() - digits - 1);
    return {Fold(name), digits == 8 ? std::string(date) : "",
            std::string(date) + std::string(number)};
  }
  return {Fold(rest), "", ""};
}

bool IsNameOf(const std::string& username, const Original& original) {
  const std::string own = Fold(original.username);
  if (IsNamed(username, own, original.first_name, original.last_name)) return true;
  const std::vector<std::string> firsts = FormsOf(original.first_name);
  const std::vector<std::string> lasts = FormsOf(original.last_name);
  for (const std::string& form : FormsOf(username)) {
    for (const std::string& first : firsts) {
      for (const std::string& last : lasts) {
        if (IsNamed(form, own, first, last)) return true;
      }
    }
  }
  return false;
}

}  // namespace analyzer
