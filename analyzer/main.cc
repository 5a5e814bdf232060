#include <malloc.h>

#include "analyzer/cli/command_line.h"

int main(int argc, char** argv) {
  // Each file's buffers are given back and taken again for the next one. Handing them to the kernel
  // in between, page by page, would cost as much as all reading.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc takes
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  return analyzer::RunCommandLine(argc, argv);
}
