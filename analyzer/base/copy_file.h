#pragma once

#include <filesystem>

#include "analyzer/base/result.h"

namespace analyzer {

// Copies the bytes of a file to another, which is made with the mode of the first, or emptied. The
// error names the file that could not be read or written, the reason, and what to do; what was
// written is left.
Status CopyFile(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace analyzer
