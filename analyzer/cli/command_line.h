#pragma once

namespace analyzer {

// Runs the program with these arguments; the exit status.
int RunCommandLine(int argc, char** argv);

}  // namespace analyzer
