#pragma once

#include <cstddef>

namespace analyzer {

// How many columns the terminal has that the descriptor is of: what COLUMNS says, else what the
// terminal says itself. 0 where it is no terminal.
size_t TerminalWidth(int descriptor);

}  // namespace analyzer
