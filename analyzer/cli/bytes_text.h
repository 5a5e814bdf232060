#pragma once

#include <string>

namespace analyzer {

// A number of bytes for a person, like `210 MB`: in decimal units, with a digit behind the point
// below ten.
std::string BytesText(double bytes);

}  // namespace analyzer
