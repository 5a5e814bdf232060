#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"

namespace analyzer {

inline constexpr size_t kShortestId = 6;  // fewer digits are like any other number

// What the index knows of the persons whom texts speak of, and of the import.
struct Known {
  // Folded words of names, user names and emails, of originals and as reported.
  std::unordered_set<std::string> names;
  // Digits, kShortestId or more, of customers' ids and cards and households' ids, also as reported.
  std::unordered_set<std::string> ids;
  // Those of them that are in an id which is itself personal.
  std::unordered_set<std::string> personal_ids;
  // Digits of personal numbers, and the last ten of those.
  std::unordered_set<std::string> personal_numbers;
  // Folded words of results.
  std::unordered_set<std::string> results;
  // The years in which the import ran; 0 where no source tells a time.
  int first_year = 0;
  int last_year = 0;

  // Whether a folded word is one of the formats, of messages or a result, and so nobody's secret.
  bool IsHarmless(const std::string& folded) const;
  // Whether an id of a customer, card or household tells who somebody is: it is an email or a
  // personal number, or a known name is in it.
  bool IsPersonalId(std::string_view id) const;
};

// An error where an original cannot be read any more: who is in it could not be told.
Result<Known> LoadKnown(Index* index);

// Goes through the words of a text: letters of any script, and ASCII digits.
class WordCursor {
 public:
  explicit WordCursor(std::string_view text) : text_(text) {}
  // A view into the text; empty behind the last word.
  std::string_view Next();

 private:
  enum class Kind { kNone, kDigits, kLetters };
  Kind KindAt(size_t* at) const;

  std::string_view text_;
  size_t at_ = 0;
};

// All of them, of a short text.
std::vector<std::string_view> WordsIn(std::string_view text);

}  // namespace analyzer
