#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// The folder and file names of a POSIX or Windows path; `.` and empty ones are left out.
std::vector<std::string> PathParts(std::string_view path);

// How many names two paths have in common at their ends; 0 where the files are named otherwise.
// Names are compared whole; case counts.
size_t CommonTail(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace analyzer
