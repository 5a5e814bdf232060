#pragma once

#include <string>

#include "analyzer/extract/sink.h"

namespace analyzer {

// The parts of a reported user name: `FIRST LAST-1234`, `FIRST-LAST-1234`,
// `FIRST LAST-YYYYMMDD-NNNN`.
struct UsernameParts {
  std::string name;             // folded, without what follows it
  std::string date;             // YYYYMMDD or empty
  std::string personal_number;  // 12 or 10 digits, or empty
};
UsernameParts SplitUsername(const std::string& username);

// Whether a reported user name is that of a customer who has a first and a last name, where need be
// with a wrong code page undone in either.
bool IsNameOf(const std::string& username, const Original& original);

}  // namespace analyzer
