#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/redact/digit_cipher.h"
#include "analyzer/redact/secret_key.h"

namespace analyzer {

// Which word stands for which, and which digits for which, under one key. One-to-one: different
// words get different pseudonyms, and so do different digits. Not for use by several threads at
// once.
class Pseudonyms {
 public:
  explicit Pseudonyms(const SecretKey& key);

  // `folded` is nobody's pseudonym. To be told before the first word is asked for.
  void Avoid(const std::string& folded) { avoided_.insert(folded); }

  // A word that can be spoken, of ten letters. Words that are equal when folded get words that are
  // equal when folded; upper case, lower case and a capital first letter are kept. One letter of it
  // is no ASCII where one of the word is none, so that it meets the same code pages.
  std::string Word(std::string_view word);

  // As many digits; the first is a zero where the first was. A date (YYYYMMDD of 1900 to 2099,
  // YYMMDD) gives another day of its year, in every form the same one; 02-29 gives itself. A
  // personal number, a date and four digits, gives what its date and its four digits give apart.
  // What has the month of a date gives what has one, all else what has none.
  std::string Digits(std::string_view digits) const;

 private:
  const std::string& FoldedWord(const std::string& folded);
  std::string Made(const std::string& folded, unsigned char attempt) const;
  std::string Date(std::string_view date) const;

  SecretKey key_;
  DigitCipher cipher_;
  std::vector<int> days_;      // of a year without 02-29
  std::vector<int> odd_days_;  // months, each with the days that no month has
  std::unordered_map<std::string, std::string> words_;  // folded, its pseudonym
  std::unordered_set<std::string> given_;
  std::unordered_set<std::string> avoided_;
};

}  // namespace analyzer
