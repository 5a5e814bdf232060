#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analyzer/base/span.h"

namespace analyzer {

// One step through a document that no parser takes.
struct SalvageToken {
  enum class Kind {
    kEnd,
    kOpen,    // a bracket, with the key before it
    kClose,   // a bracket
    kField,   // a key and a whole string, number or word behind it
    kScalar,  // an array's string, number or word
    kJunk,    // neither JSON nor Python's repr; or such text ends here
    kCut,     // a string that no quote closes on its line, or that runs into a key, or into a
              // bracket behind which a key stands; `value` is what there is of it
  };
  Kind kind = Kind::kEnd;
  char bracket = '\0';
  Span span;
  std::string_view key;    // between its quotes, escapes standing; empty where there is none
  std::string_view value;  // as it stands, with a string's quotes
};

// Splits a text into tokens, in time linear in its length: no byte is read again after a string
// that began before it was found open, nor more than a fixed number of times otherwise.
//
// Behind junk it is not known whether a quote opens a string or closes one. Until a bracket or a
// field in full is met again, other quotes are junk too; and the end of a line with junk on it is
// junk itself, as what stands behind junk on its line may be a part of it.
class SalvageTokens {
 public:
  explicit SalvageTokens(std::string_view text) : text_(text) {}

  // `in_array`: the innermost open bracket is an array's, so that bare values are in their place.
  SalvageToken Next(bool in_array);

 private:
  SalvageToken Bracket();
  SalvageToken Quoted(bool in_array);
  SalvageToken Value(size_t begin, std::string_view key);
  SalvageToken Scalar(size_t begin, std::string_view key);
  SalvageToken Junk(size_t length);
  SalvageToken CutString(size_t begin, std::string_view key);
  bool SkipFiller();
  SalvageToken CutUpTo(size_t begin, size_t end, std::string_view key);
  size_t EndBeforeKey(size_t quote) const;
  size_t BracketBefore(size_t begin, size_t end) const;
  bool IsApostrophe(size_t at) const;
  bool IsPlainValue(size_t length) const;
  size_t JunkLength() const;
  bool EndsBareValue(size_t at) const;

  std::string_view text_;
  size_t at_ = 0;
  bool in_step_ = true;
  bool junk_on_line_ = false;
  bool is_repr_ = false;  // a key in single quotes was read: the text is Python's
};

// The text of a string token (`value` with its quotes), a number or a word; null, true and the like
// are empty. Escapes of JSON and of Python are undone, bytes that are no UTF-8 are Windows-1252.
std::string TextOfScalar(std::string_view value);

// The same repair for raw text.
std::string RepairUtf8(std::string_view text);

}  // namespace analyzer
