#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// A result in an answer, of somebody whom no batch file holds.
struct UnknownId {
  std::string customer_id;
  std::string username;
  std::string result;
  std::string file;  // where it is told first
  int64_t line = 0;
  int64_t byte_begin = 0;
};

// Of the failed ones those that were joined to nobody, of the accepted ones those whose id is no
// original's id or card, and whose name and email find nobody. One entry for what is told equally
// several times. In the order of the sources.
std::vector<UnknownId> LoadUnknownIds(Index* index);

}  // namespace analyzer
