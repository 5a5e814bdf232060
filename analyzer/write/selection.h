#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// Which outcomes are asked for. What is empty asks for all.
struct Selection {
  std::vector<std::string> results;  // upper case
  std::vector<int64_t> runs;         // as the report numbers them
  std::vector<std::string> sources;  // names or globs of files, as IsNamed takes them
  std::optional<int64_t> since;      // milliseconds; inclusive
  std::optional<int64_t> until;      // milliseconds; exclusive
};

// What may be chosen, as far as a selection looks at it. All must outlive it.
struct Choice {
  std::string_view result;
  std::optional<int64_t> run;
  std::optional<int64_t> time;              // milliseconds; nothing: no source tells it
  const std::vector<std::string>& told_in;  // files; not looked at where no source is asked for
};

enum class Chosen {
  kYes,
  kNo,
  kNoTime,  // a time is asked for, and there is none; all else would fit
};

Chosen Choose(const Selection& selection, const Choice& choice);

// Whether `name` means this file: its path, the end of it, a folder above it, or a glob.
bool IsNamed(const std::string& file, std::string name);

}  // namespace analyzer
