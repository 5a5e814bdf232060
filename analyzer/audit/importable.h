#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/extract/json_reader.h"

namespace analyzer {

// The rules by which the API takes a request, as it documents them.

inline constexpr size_t kMostItems = 100;  // of a request

// Why the API would refuse a customer or a household with these fields, for a person, one text a
// rule; empty: nothing speaks against it.
std::vector<std::string> FaultsOfCustomer(const JsonFields& fields, JsonReader* reader);
std::vector<std::string> FaultsOfHousehold(const JsonFields& fields);

}  // namespace analyzer
