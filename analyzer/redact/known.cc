#include "analyzer/redact/known.h"

#include "analyzer/base/unicode.h"
#include "analyzer/redact/vocabulary.h"

namespace analyzer {
namespace {

constexpr size_t kShortestId = 6;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

void AddWords(std::string_view text, std::unordered_set<std::string>* words) {
  for (const std::string_view word : WordsIn(text)) {
    if (!IsDigit(word.front())) words->insert(Fold(word));
  }
}

void AddName(const std::string& text, Known* known) {
  AddWords(text, &known->names);
  for (const std::string& form : RepairedForms(text)) AddWords(form, &known->names);
}

void AddIds(std::string_view text, Known* known) {
  for (const std::string_view word : WordsIn(text)) {
    if (IsDigit(word.front()) && word.size() >= kShortestId) known->ids.emplace(word);
  }
}

void LoadIdentities(Database& database, Known* known) {
  Statement rows(database, "SELECT kind, value FROM identity");
  while (rows.Step()) {
    const std::string value = rows.Text(1);
    switch (static_cast<IdentityKind>(rows.Number(0))) {
      case IdentityKind::kCustomerId:
      case IdentityKind::kCard:
      case IdentityKind::kHouseholdId:
        AddIds(value, known);
        break;
      case IdentityKind::kPersonalNumber:
      case IdentityKind::kPersonalNumberShort:
      case IdentityKind::kPersonalNumberTail:
        known->personal_numbers.insert(value);
        break;
      default:
        AddWords(value, &known->names);
    }
  }
}

void LoadReported(Database& database, Known* known) {
  Statement rows(database, "SELECT DISTINCT customer_id, username, email FROM record");
  while (rows.Step()) {
    AddIds(rows.Text(0), known);
    AddName(rows.Text(1), known);
    AddName(rows.Text(2), known);
  }
}

void LoadYears(Database& database, Known* known) {
  Statement years(database,
                  "SELECT strftime('%Y', min(t) / 1000, 'unixepoch'),"
                  " strftime('%Y', max(t) / 1000, 'unixepoch') FROM"
                  " (SELECT time AS t FROM log_fact UNION ALL SELECT time FROM response"
                  " UNION ALL SELECT time FROM record UNION ALL SELECT named_time FROM file)");
  if (!years.Step() || years.Text(0).empty()) return;
  known->first_year = std::stoi(years.Text(0));
  known->last_year = std::stoi(years.Text(1));
}

}  // namespace

std::vector<std::string_view> WordsIn(std::string_view text) {
  std::vector<std::string_view> words;
  enum class Kind { kNone, kDigits, kLetters };
  Kind last = Kind::kNone;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    const size_t from = at;
    Kind kind = Kind::kNone;
    if (at < text.size()) {
      bool valid = true;
      const char32_t point = NextCodePoint(text, &at, &valid);
      if (point >= U'0' && point <= U'9') {
        kind = Kind::kDigits;
      } else if (valid && IsLetterOrDigit(point)) {
        kind = Kind::kLetters;
      }
    } else {
      ++at;
    }
    if (kind == last) continue;
    if (last != Kind::kNone) words.push_back(text.substr(begin, from - begin));
    begin = from;
    last = kind;
  }
  return words;
}

bool Known::IsHarmless(const std::string& folded) const {
  if (FormatWords().contains(folded)) return true;
  return !names.contains(folded) && (MessageWords().contains(folded) || results.contains(folded));
}

Known LoadKnown(Index* index) {
  Known known;
  Database& database = index->database();
  LoadIdentities(database, &known);
  LoadReported(database, &known);
  LoadYears(database, &known);
  Statement birthdays(database, "SELECT DISTINCT birthday FROM original WHERE birthday <> ''");
  while (birthdays.Step()) known.personal_numbers.insert(birthdays.Text(0));
  Statement names(database, "SELECT DISTINCT username, first_name, last_name FROM original");
  while (names.Step()) {
    for (int column = 0; column < 3; ++column) AddName(names.Text(column), &known);
  }
  Statement results(database, "SELECT DISTINCT result FROM record");
  while (results.Step()) AddWords(results.Text(0), &known.results);
  return known;
}

}  // namespace analyzer
