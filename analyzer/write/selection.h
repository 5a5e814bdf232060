#pragma once

#include <cstdint>
#include <optional>
#include <string>
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

// Whether `name` means this file: its path, the end of it, a folder above it, or a glob.
bool IsNamed(const std::string& file, std::string name);

}  // namespace analyzer
