#include "analyzer/redact/leak_check.h"

#include <algorithm>

#include "analyzer/base/unicode.h"
#include "analyzer/redact/escaped_run.h"
#include "analyzer/redact/number_shapes.h"
#include "analyzer/redact/secrets.h"
#include "analyzer/redact/vocabulary.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

constexpr size_t kShortestName = 4;    // letters; shorter ones stand in other words by chance
constexpr size_t kShortestNumber = 6;  // digits
constexpr size_t kCertainId = 8;       // shorter ones can be a count
constexpr size_t kMostRemembered = size_t{1} << 20;

// `\u00d6`, behind one backslash or more, becomes the character.
std::string WithoutEscapes(std::string_view text) {
  std::string plain;
  size_t at = 0;
  for (size_t slash = text.find("\\u"); slash < text.size(); slash = text.find("\\u", slash + 1)) {
    char32_t point = 0;
    bool good = slash + 6 <= text.size();
    for (size_t i = 2; good && i < 6; ++i) {
      good = HexValue(text[slash + i]) >= 0;
      point = point * 16 + static_cast<char32_t>(good ? HexValue(text[slash + i]) : 0);
    }
    if (!good) continue;
    size_t begin = slash;
    while (begin > at && text[begin - 1] == '\\') --begin;
    plain += text.substr(at, begin - at);
    AppendUtf8(point, &plain);
    at = slash + 6;
  }
  return plain.append(text.substr(at));
}

// Whether a value stands behind the name of a secret, which ends at `end`.
bool IsSecret(std::string_view text, std::string_view word, size_t end) {
  const Span value = SecretBehind(text, InLowerCase(word), end);
  const std::string_view told = Trim(text.substr(value.begin, value.size()));
  return !told.empty() && told != kDropped && told != "null";
}

// Calls visit(line) with each line in which two characters in a row are no ASCII: one alone is
// nothing that a wrong code page left.
template <typename Visit>
void ForEachSuspect(std::string_view text, Visit visit) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    size_t foreign = 0;
    for (size_t i = 0; i < line.size() && foreign < 2; ++i) {
      const auto byte = static_cast<unsigned char>(line[i]);
      foreign = byte < 0x80 ? 0 : foreign + (byte >= 0xC0 ? 1 : 0);
    }
    if (foreign >= 2) visit(line);
    begin = end + 1;
  }
}

}  // namespace

LeakCheck::LeakCheck(Redaction* redaction) : redaction_(*redaction) {
  for (const auto* const numbers : {&redaction_.known.ids, &redaction_.known.personal_numbers}) {
    for (const std::string& number : *numbers) {
      pseudonyms_.insert(redaction_.words.PersonalDigits(number));
    }
  }
}

// A number may be the pseudonym of another one that is known.
bool LeakCheck::IsLeakOfDigits(const std::string& digits) const {
  if (digits.size() < kShortestNumber || pseudonyms_.contains(digits)) return false;
  return redaction_.known.ids.contains(digits) ||
         redaction_.known.personal_numbers.contains(digits);
}

bool LeakCheck::IsLeak(std::string_view word) {
  if (word.front() >= '0' && word.front() <= '9') return IsLeakOfDigits(std::string(word));
  if (word.size() < kShortestName) return false;
  if (words_.size() >= kMostRemembered) words_.clear();
  const auto [entry, fresh] = words_.try_emplace(std::string(word), false);
  if (fresh) {
    const std::string folded = Fold(word);
    entry->second = redaction_.known.names.contains(folded) && !redaction_.known.IsHarmless(folded);
  }
  return entry->second;
}

size_t LeakCheck::CountIn(std::string_view text) {
  size_t leaks = 0;
  WordCursor words(text);
  for (auto word = words.Next(); !word.empty(); word = words.Next()) {
    const auto begin = static_cast<size_t>(word.data() - text.data());
    const size_t end = begin + word.size();
    const bool leak = IsLeak(word) && (word.size() >= kCertainId || !IsCount(text, {begin, end}));
    leaks += leak || IsSecret(text, word, end) ? 1 : 0;
  }
  return leaks;
}

size_t LeakCheck::Count(const std::string& bytes) {
  const SourceText source(bytes);
  const std::string_view text = source.text();
  size_t leaks = CountIn(text);
  std::string plain;
  if (text.find("\\u") != std::string_view::npos) {
    plain = WithoutEscapes(text);
    leaks += CountIn(plain);
  }
  ForEachSuspect(plain.empty() ? text : plain, [&](std::string_view line) {
    for (const std::string& form : RepairedForms(line)) leaks += CountIn(form);
  });
  return leaks;
}

size_t LeakCheck::CountInIndex(Database* database) {
  // Not the hashes, nor what is put together of them and other columns: their digits mean nothing.
  Statement columns(*database,
                    "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                    " WHERE t.type = 'table' AND c.type = 'TEXT'"
                    " AND c.name NOT IN ('version', 'content', 'customer')");
  size_t leaks = 0;
  while (columns.Step()) {
    Statement rows(*database, "SELECT DISTINCT " + columns.Text(1) + " FROM " + columns.Text(0));
    while (rows.Step()) leaks += Count(rows.Text(0));
  }
  return leaks;
}

}  // namespace analyzer
