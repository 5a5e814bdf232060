#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/redact/redaction.h"

namespace analyzer {

// Searches what was written for what should have been replaced, in ways of its own: words of names
// (four letters or more), ids and personal numbers of the index, and values of secrets; as they
// stand, with escapes undone, and with a wrong code page undone.
class LeakCheck {
 public:
  // `redaction` is the one that was used; it must outlive this.
  explicit LeakCheck(Redaction* redaction);

  // How many words of `bytes`, a file's, are leaks. Of what they are nothing is told: who reads it
  // may not be meant to.
  size_t Count(const std::string& bytes);
  // The same of an index's texts.
  size_t CountInIndex(Database* database);

 private:
  size_t CountIn(std::string_view text);
  bool IsLeak(std::string_view word);
  bool IsLeakOfDigits(const std::string& digits) const;

  Redaction& redaction_;
  std::unordered_set<std::string> pseudonyms_;  // of the numbers that are known
  std::unordered_map<std::string, bool> words_;
};

}  // namespace analyzer
