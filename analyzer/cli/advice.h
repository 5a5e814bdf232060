#pragma once

#include <string>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/match/books.h"

namespace analyzer {

// What is probably not as somebody meant it, by what was read: no batch files, nothing but batch
// files, batch files of another import. Each line tells the evidence, and what to type.
std::vector<std::string> Advice(Index* index, const Books& books);

}  // namespace analyzer
