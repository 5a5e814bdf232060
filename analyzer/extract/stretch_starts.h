#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace analyzer {

// Places in a log, in their order and behind `begin`, where reading may begin anew: a line begins
// there that tells all that reading takes over from line to line. Where what stands before is read
// up to such a place, and nothing is open across it, what was read before makes no difference to
// what follows. They are about `stretch` bytes from each other; which ones they are depends on
// the lines around them alone.
std::vector<size_t> StretchStarts(std::string_view log, size_t begin, size_t stretch);

}  // namespace analyzer
