#pragma once

#include <string>
#include <vector>

namespace analyzer {

// The libraries that this folder uses, each with the version that is at work, as `NAME VERSION`.
// Each folder that uses any has such a function.
std::vector<std::string> BaseLibraries();

}  // namespace analyzer
