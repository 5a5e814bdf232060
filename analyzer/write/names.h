#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace analyzer {

// Names for files and folders that are safe on Linux and on Windows whatever a source said.

// `text` as a part of a name: letters and digits of any script, `-` and `_` stay, all other
// characters are dropped (as the client does); at most 80 code points and 100 bytes, cut between
// characters.
std::string CleanNamePart(std::string_view text);

// A folder name for a reason: CleanNamePart, never empty, never a device name of Windows (`CON`).
std::string ReasonFolderName(std::string_view reason);

// Gives out names that differ from each other also after case folding and normalisation.
class NameRegister {
 public:
  // `stem` + `extension`, or with `_2`, `_3`… behind the stem, the first that is free; takes it.
  std::string Take(std::string_view stem, std::string_view extension);

  // Takes `name` from somebody who is there already.
  void Reserve(std::string_view name);

 private:
  // Of names, compatibility-normalised and case-folded, only a hash is kept: there may be very
  // many, and of two that agree by chance one gets a number, nothing worse.
  std::unordered_set<uint64_t> taken_;
  std::unordered_map<uint64_t, int> next_;  // the number to try next, by the name without one
};

}  // namespace analyzer
