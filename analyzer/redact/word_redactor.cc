#include "analyzer/redact/word_redactor.h"

#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr size_t kShortestPersonal = 8;  // no count of a log has so many digits
constexpr size_t kLongestCode = 3;
constexpr size_t kMostWords = size_t{1} << 20;  // words whose pseudonyms are remembered

// Letters and digits by turns are a key, a token or a hash, in which no part is a word.
bool IsOpaque(const std::vector<std::string_view>& parts, size_t size) {
  return parts.size() >= 4 && size >= 8;
}

}  // namespace

bool WordRedactor::Stays(std::string_view letters, Strictness strictness) const {
  if (letters.size() == 1) return true;  // an initial; the `C` of `C:`
  // Without these, JSON would be none any more.
  for (const std::string_view literal : {"true", "false", "null", "none"}) {
    if (letters.size() == literal.size() && Fold(letters) == literal) return true;
  }
  if (strictness == Strictness::kAll) return false;
  if (strictness == Strictness::kCode && letters.size() <= kLongestCode) return true;
  return known_.IsHarmless(Fold(letters));
}

std::string WordRedactor::PersonalDigits(std::string_view digits) const {
  std::string id(digits);
  if (keep_ids_ && digits.size() >= kShortestId && known_.ids.contains(id) &&
      !known_.personal_ids.contains(id)) {
    return id;
  }
  return pseudonyms_.Digits(digits);
}

std::string WordRedactor::Digits(std::string_view digits, Strictness strictness) const {
  const bool personal = strictness == Strictness::kAll || digits.size() >= kShortestPersonal ||
                        (digits.size() >= kShortestId && known_.ids.contains(std::string(digits)));
  return personal ? PersonalDigits(digits) : std::string(digits);
}

std::string WordRedactor::MakeRun(std::string_view run, Strictness strictness) {
  const std::vector<std::string_view> parts = WordsIn(run);
  if (IsOpaque(parts, run.size())) return pseudonyms_.Word(run);
  bool replaced = strictness == Strictness::kAll;
  for (const std::string_view part : parts) {
    replaced |= !IsDigit(part.front()) && !Stays(part, strictness);
  }
  std::string made;
  for (const std::string_view part : parts) {
    if (IsDigit(part.front())) {
      made += Digits(part, replaced ? Strictness::kAll : strictness);
    } else {
      made += Stays(part, strictness) ? std::string(part) : pseudonyms_.Word(part);
    }
  }
  return made;
}

std::string WordRedactor::Run(std::string_view run, Strictness strictness) {
  auto& made = made_[static_cast<size_t>(strictness)];
  const std::string key(run);
  const auto found = made.find(key);
  if (found != made.end()) return found->second;
  if (made.size() >= kMostWords) made.clear();
  return made.emplace(key, MakeRun(run, strictness)).first->second;
}

}  // namespace analyzer
