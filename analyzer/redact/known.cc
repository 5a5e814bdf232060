#include "analyzer/redact/known.h"

#include <algorithm>
#include <set>

#include "analyzer/base/ascii.h"
#include "analyzer/base/unicode.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/records.h"
#include "analyzer/redact/number_shapes.h"
#include "analyzer/redact/vocabulary.h"

namespace analyzer {
namespace {

void AddWords(std::string_view text, std::unordered_set<std::string>* words) {
  for (const std::string_view word : WordsIn(text)) {
    if (!IsDigit(word.front())) words->insert(Fold(word));
  }
}

void AddName(const std::string& text, Known* known) {
  AddWords(text, &known->names);
  for (const std::string& form : RepairedForms(text)) AddWords(form, &known->names);
}

// Of an email only what stands before its domain names a person; and `info` or `user` do not.
void AddEmail(const std::string& email, Known* known) {
  for (const std::string_view word : WordsIn(email.substr(0, email.find('@')))) {
    std::string folded = Fold(word);
    if (!IsDigit(word.front()) && !MessageWords().contains(folded)) {
      known->names.insert(std::move(folded));
    }
  }
}

// A user name can be an email.
void AddUsername(const std::string& username, Known* known) {
  if (username.find('@') == std::string::npos) {
    AddName(username, known);
  } else {
    AddEmail(username, known);
  }
}

void AddIds(std::string_view text, Known* known) {
  for (const std::string_view word : WordsIn(text)) {
    if (IsDigit(word.front()) && word.size() >= kShortestId) known->ids.emplace(word);
  }
}

void AddIdentity(const Identity& identity, Known* known) {
  const std::string& value = identity.value;
  switch (identity.kind) {
    case IdentityKind::kCustomerId:
    case IdentityKind::kCard:
    case IdentityKind::kHouseholdId:
      return AddIds(value, known);
    case IdentityKind::kPersonalNumber:
    case IdentityKind::kPersonalNumberShort:
    case IdentityKind::kPersonalNumberTail:
      known->personal_numbers.insert(value);
      return;
    case IdentityKind::kEmail:
    case IdentityKind::kRepairedEmail:
      return AddEmail(value, known);
    case IdentityKind::kUsername:
    case IdentityKind::kRepairedUsername:
      return AddUsername(value, known);
    case IdentityKind::kName:
    case IdentityKind::kRepairedName:
      return AddWords(value, &known->names);
    case IdentityKind::kCustomer:  // a hash
      return;
  }
}

bool IsId(IdentityKind kind) {
  return kind == IdentityKind::kCustomerId || kind == IdentityKind::kCard ||
         kind == IdentityKind::kHouseholdId;
}

// *mixed_ids gets the ids that are not digits alone.
Status LoadSaid(Index* index, Known* known, std::unordered_set<std::string>* mixed_ids) {
  return Originals(index).ForEach([&](const Original& original) {
    for (const Identity& identity : original.identities) {
      AddIdentity(identity, known);
      const std::string& value = identity.value;
      if (IsId(identity.kind) && !std::all_of(value.begin(), value.end(), IsDigit))
        mixed_ids->insert(value);
    }
    AddUsername(original.username, known);
    AddName(original.first_name, known);
    AddName(original.last_name, known);
  });
}

void LoadReported(Database& database, Known* known) {
  std::set<std::string> results;
  Records(&database).ForEach([&](const StoredRecord& stored) {
    const Record& record = stored.record;
    AddIds(record.customer_id, known);
    AddUsername(record.username, known);
    AddEmail(record.email, known);
    results.insert(record.result);
  });
  for (const std::string& result : results) AddWords(result, &known->results);
}

void AddPersonalId(const std::string& id, Known* known) {
  if (!known->IsPersonalId(id)) return;
  for (const std::string_view word : WordsIn(id)) {
    if (IsDigit(word.front())) known->personal_ids.emplace(word);
  }
}

// When names and personal numbers are known.
void LoadPersonalIds(Database& database, const std::unordered_set<std::string>& mixed_ids,
                     Known* known) {
  for (const std::string& id : known->ids) AddPersonalId(id, known);
  for (const std::string& id : mixed_ids) AddPersonalId(id, known);
  Records(&database).ForEach(
      [&](const StoredRecord& stored) { AddPersonalId(stored.record.customer_id, known); });
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

WordCursor::Kind WordCursor::KindAt(size_t* at) const {
  const char c = text_[*at];
  if (static_cast<unsigned char>(c) < 0x80) {
    ++*at;
    if (IsDigit(c)) return Kind::kDigits;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? Kind::kLetters : Kind::kNone;
  }
  bool valid = true;
  const char32_t point = NextCodePoint(text_, at, &valid);
  return valid && IsLetterOrDigit(point) ? Kind::kLetters : Kind::kNone;
}

std::string_view WordCursor::Next() {
  while (at_ < text_.size()) {
    const size_t begin = at_;
    const Kind kind = KindAt(&at_);
    if (kind == Kind::kNone) continue;
    size_t end = at_;
    while (at_ < text_.size() && KindAt(&end) == kind) at_ = end;
    return text_.substr(begin, at_ - begin);
  }
  return {};
}

std::vector<std::string_view> WordsIn(std::string_view text) {
  std::vector<std::string_view> words;
  WordCursor cursor(text);
  for (auto word = cursor.Next(); !word.empty(); word = cursor.Next()) words.push_back(word);
  return words;
}

bool Known::IsHarmless(const std::string& folded) const {
  if (FormatWords().contains(folded)) return true;
  return !names.contains(folded) && (MessageWords().contains(folded) || results.contains(folded));
}

bool Known::IsPersonalId(std::string_view id) const {
  constexpr size_t kBirthday = 8;  // digits, before the four others of a personal number
  std::string digits;
  std::copy_if(id.begin(), id.end(), std::back_inserter(digits), IsDigit);
  const bool number =
      digits.size() + 1 >= id.size() &&
      std::all_of(id.begin(), id.end(), [](char c) { return IsDigit(c) || c == '-' || c == '+'; });
  if (number) {
    if (personal_numbers.contains(digits) || ReadPersonalShape(id, 0).date.size() > 0) return true;
    return digits.size() == kBirthday + 4 &&
           ReadDateShape(digits.substr(0, kBirthday), 0).span.size() == kBirthday;
  }
  if (id.find('@') != std::string_view::npos) return true;
  const std::vector<std::string_view> words = WordsIn(id);
  return std::any_of(words.begin(), words.end(),
                     [this](std::string_view word) { return names.contains(Fold(word)); });
}

Result<Known> LoadKnown(Index* index) {
  Known known;
  Database& database = index->database();
  std::unordered_set<std::string> mixed_ids;
  if (const Status status = LoadSaid(index, &known, &mixed_ids); !status.ok()) {
    return Error{"cannot tell which words are those of persons: " + status.error().message};
  }
  LoadReported(database, &known);
  LoadYears(database, &known);
  LoadPersonalIds(database, mixed_ids, &known);
  return known;
}

}  // namespace analyzer
