#pragma once

#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// The keys of the customers that `what` names, sorted: the key itself; a customer's or household's
// own id, a card, an email, a user name, a name, a personal number; or what was reported, of those
// without an original. All compared as joining does. What is written exactly so goes before what is
// a part of it: of `FIRST LAST-1234` the name, and then a wrong code page is undone.
std::vector<std::string> FindCustomers(Index* index, const std::string& what);

// Own ids of originals, and ids, emails and user names that were reported, that differ from `what`
// by a slip or two of the pen: at most five, the nearest first.
std::vector<std::string> FindAlike(Index* index, const std::string& what);

}  // namespace analyzer
