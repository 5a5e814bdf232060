#pragma once

#include <string>

#include "analyzer/cli/screen.h"
#include "analyzer/cli/survey.h"

namespace analyzer {

// What was seen, as a table, and the commands that fit, ready to be typed. Nothing where nothing
// was seen.
std::string FirstLookText(const Survey& survey, const Screen& screen);

// Looks at the folder in which the program was started and says what it sees there, for who typed
// no subcommand. The exit status: kWrongUse where nothing is there.
int FirstLook();

}  // namespace analyzer
