#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/redact/known.h"
#include "analyzer/redact/pseudonyms.h"

namespace analyzer {

// How far words and digits are replaced.
enum class Strictness {
  kText,  // words of formats and messages stay, as do short digits
  kCode,  // the same, and words of up to three letters stay
  kAll,   // every word and every digit is replaced
};

// Replaces words and digits that stand by themselves, the same everywhere.
class WordRedactor {
 public:
  // All must outlive this. With `keep_ids`, ids of customers and cards stay.
  WordRedactor(Pseudonyms* pseudonyms, const Known* known, bool keep_ids)
      : pseudonyms_(*pseudonyms), known_(*known), keep_ids_(keep_ids) {}

  // `run` is letters and digits, UTF-8, one after the other.
  std::string Run(std::string_view run, Strictness strictness);

  // Digits that may be an id or a number of somebody's: by how many they are, and by what is known.
  std::string Digits(std::string_view digits, Strictness strictness) const;
  // Digits of which it is certain that they are personal.
  std::string PersonalDigits(std::string_view digits) const;

  const Known& known() const { return known_; }

 private:
  std::string MakeRun(std::string_view run, Strictness strictness);
  bool Stays(std::string_view letters, Strictness strictness) const;

  Pseudonyms& pseudonyms_;
  const Known& known_;
  bool keep_ids_;
  std::unordered_map<std::string, std::string> made_[3];  // by strictness
};

}  // namespace analyzer
