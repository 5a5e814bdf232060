#include "analyzer/redact/pseudonyms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
constexpr std::string_view kVowels = "aeiouy";
constexpr size_t kSyllables = 5;
constexpr std::string_view kForeignVowel = "\xC3\xB6";  // ö: it has a byte in Windows-1252

constexpr std::array kDaysBefore = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
constexpr int kDaysOfAYear = 365;
constexpr int kCoordination = 60;  // added to the day of a number of who is not registered yet

int TwoDigits(std::string_view digits) { return (digits[0] - '0') * 10 + (digits[1] - '0'); }

void AppendTwoDigits(int number, std::string* out) {
  out->push_back(static_cast<char>('0' + number / 10));
  out->push_back(static_cast<char>('0' + number % 10));
}

// Of YYYYMMDD or YYMMDD.
struct MonthAndDay {
  int month;
  int day;
  int added;  // to the day: 0 or 60
};

// YYYYMMDD, YYMMDD, with four digits behind or without: how many digits the date has.
size_t DateLength(size_t digits) {
  switch (digits) {
    case 6:
    case 10:
      return 6;
    case 8:
    case 12:
      return 8;
    default:
      return 0;
  }
}

MonthAndDay SplitDate(std::string_view date) {
  const int day = TwoDigits(date.substr(date.size() - 2));
  const int added = day > kCoordination && day <= kCoordination + 31 ? kCoordination : 0;
  return {TwoDigits(date.substr(date.size() - 4)), day - added, added};
}

// Whether the month says that digits may be a date.
bool HasMonth(std::string_view date) {
  const int month = SplitDate(date).month;
  return month >= 1 && month <= 12;
}

// Days that no month has come to 38: 00, 32 to 60 and 92 to 99.
constexpr int kOddDays = 38;
bool IsOddDay(int day) { return day == 0 || (day > 31 && day <= 60) || day > 91; }
int OddDayIndex(int day) { return day == 0 ? 0 : day <= 60 ? day - 31 : day - 62; }
int OddDayAt(int index) { return index == 0 ? 0 : index < 30 ? index + 31 : index + 62; }

bool IsOfThisOrTheLastCentury(std::string_view date) {
  return date.substr(0, 2) == "19" || date.substr(0, 2) == "20";
}

// What a reader of user names may see in digits, and must see in their pseudonym too.
struct Look {
  bool zero;
  bool date;
  bool month;
  friend bool operator==(const Look&, const Look&) = default;
};

Look LookOf(std::string_view digits) {
  Look look{digits.front() == '0', false, false};
  const size_t length = DateLength(digits.size());
  if (length == 0) return look;
  const std::string_view date = digits.substr(0, length);
  look.month = HasMonth(date);
  look.date = look.month && (length == 6 || IsOfThisOrTheLastCentury(date));
  return look;
}

// The letters of `word` give their case to those of `made`.
std::string InTheCaseOf(std::string_view word, std::string_view made) {
  std::vector<bool> upper;
  size_t uppers = 0;
  for (size_t at = 0; at < word.size();) {
    bool valid = true;
    const size_t from = at;
    NextCodePoint(word, &at, &valid);
    const std::string_view letter = word.substr(from, at - from);
    upper.push_back(Fold(letter) != letter && Upper(letter) == letter);
    uppers += upper.back() ? 1 : 0;
  }
  if (uppers == 0) return std::string(made);
  if (uppers == upper.size()) return Upper(made);
  std::string cased;
  size_t letter = 0;
  for (size_t at = 0; at < made.size(); ++letter) {
    bool valid = true;
    const size_t from = at;
    NextCodePoint(made, &at, &valid);
    const std::string_view own = made.substr(from, at - from);
    cased += letter < upper.size() && upper[letter] ? Upper(own) : std::string(own);
  }
  return cased;
}

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

Pseudonyms::Pseudonyms(const SecretKey& key)
    : key_(key),
      cipher_(key),
      days_(cipher_.Shuffled(kDaysOfAYear, 'y')),
      odd_days_(cipher_.Shuffled(12 * kOddDays, 'o')) {}

std::string Pseudonyms::Made(const std::string& folded, unsigned char attempt) const {
  const std::string message = std::string(1, static_cast<char>(attempt)) + folded;
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
  if (HMAC(EVP_sha256(), key_.bytes().data(), static_cast<int>(key_.bytes().size()), bytes,
           message.size(), hash.data(), &size) == nullptr) {
    throw std::runtime_error("OpenSSL gives no HMAC");
  }
  std::string word;
  for (size_t i = 0; i < kSyllables; ++i) {
    word.push_back(kConsonants[hash[2 * i] % kConsonants.size()]);
    word.push_back(kVowels[hash[2 * i + 1] % kVowels.size()]);
  }
  if (IsAscii(folded)) return word;
  word.pop_back();
  return word.append(kForeignVowel);
}

const std::string& Pseudonyms::FoldedWord(const std::string& folded) {
  std::string& word = words_[folded];
  for (unsigned char attempt = 0; word.empty(); ++attempt) {
    std::string made = Made(folded, attempt);
    if (avoided_.contains(made) || !given_.insert(made).second) continue;
    word = std::move(made);
  }
  return word;
}

std::string Pseudonyms::Word(std::string_view word) {
  return InTheCaseOf(word, FoldedWord(Fold(word)));
}

// REQUIRES: HasMonth(date).
std::string Pseudonyms::Date(std::string_view date) const {
  auto [month, day, added] = SplitDate(date);
  const int whole = TwoDigits(date.substr(date.size() - 2));
  const auto index = static_cast<size_t>(month);
  if (IsOddDay(whole)) {
    const auto odd = (index - 1) * kOddDays + static_cast<size_t>(OddDayIndex(whole));
    const int moved = odd_days_[odd];
    month = moved / kOddDays + 1;
    day = OddDayAt(moved % kOddDays);
    added = 0;
  } else if (day <= kDaysBefore[index] - kDaysBefore[index - 1]) {
    day = days_[static_cast<size_t>(kDaysBefore[index - 1] + day - 1)];
    for (month = 1; day >= kDaysBefore[static_cast<size_t>(month)]; ++month) continue;
    day += 1 - kDaysBefore[static_cast<size_t>(month) - 1];
  }
  std::string moved(date.substr(0, date.size() - 4));
  AppendTwoDigits(month, &moved);
  AppendTwoDigits(day + added, &moved);
  return moved;
}

std::string Pseudonyms::Digits(std::string_view digits) const {
  const Look look = LookOf(digits);
  if (look.date) {
    const size_t length = DateLength(digits.size());
    std::string moved = Date(digits.substr(0, length));
    if (length < digits.size()) moved += Digits(digits.substr(length));
    return moved;
  }
  // Walking on until the look is the same again is a permutation of the digits that look so.
  std::string permuted = cipher_.Permute(digits);
  while (LookOf(permuted) != look) permuted = cipher_.Permute(permuted);
  return permuted;
}

}  // namespace analyzer
