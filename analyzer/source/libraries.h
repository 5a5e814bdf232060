#pragma once

#include <string>
#include <vector>

namespace analyzer {

// As BaseLibraries, of this folder.
std::vector<std::string> SourceLibraries();

}  // namespace analyzer
