#pragma once

#include <string>
#include <vector>

namespace analyzer {

// As BaseLibraries, of this folder.
std::vector<std::string> IndexLibraries();

}  // namespace analyzer
