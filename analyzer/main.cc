#include "analyzer/cli/command_line.h"

int main(int argc, char** argv) { return analyzer::RunCommandLine(argc, argv); }
