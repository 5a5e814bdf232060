#pragma once

#include <string>

#include "analyzer/cli/screen.h"
#include "analyzer/index/index.h"

namespace analyzer {

// For --verbose: by which strategies failures were joined to originals, and from which files these
// are taken.
std::string JoiningText(Index* index, const Screen& screen);

}  // namespace analyzer
