#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/json_reader.h"

namespace analyzer {

// Where two JSON values differ, by value: paths as `person.emails[0].email`, in the order of `a`,
// then what only `b` has. Lists of different lengths differ as a whole. Empty for equal values. 64
// bytes behind either must be readable.
std::vector<std::string> DifferingPlaces(std::string_view a, std::string_view b,
                                         JsonReader* reader);

}  // namespace analyzer
