#include <execinfo.h>
#include <malloc.h>

#include <cstdlib>
#include <exception>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/exit_status.h"

namespace {

// Before the objects of libraries are made, as these take memory.
[[gnu::constructor(101)]] void SetTerminate() { std::set_terminate(analyzer::EndOnTerminate); }

bool is_done = false;

int Run(int argc, char** argv) {
  try {
    return analyzer::RunCommandLine(argc, argv);
  } catch (const std::exception& error) {
    return analyzer::Fail(analyzer::CannotGoOn(error), analyzer::kCouldNot);
  }
}

}  // namespace

int main(int argc, char** argv) {
  // Nothing here calls exit, but libarchive does where it has no memory, with a status of its own.
  std::atexit([] {
    if (!is_done) analyzer::EndOnTerminate();
  });
  // What libc takes to let an exception pass through it is loaded while there is memory: where
  // there is none, libc ends the process.
  void* here = nullptr;
  backtrace(&here, 1);
  // Each file's buffers are given back and taken again for the next one. Handing them to the kernel
  // in between, page by page, would cost as much as all reading. What is free at the end of a
  // thread's heap stays there up to the second limit, also once the thread has ended.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc takes
  mallopt(M_TRIM_THRESHOLD, 12 << 20);
  const int status = Run(argc, argv);
  is_done = true;
  return status;
}
