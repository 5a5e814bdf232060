#include "analyzer/cli/exit_status.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace analyzer {

int Fail(const Error& error, ExitStatus status) {
  std::fprintf(stderr, "import-analyzer: %s\n", error.message.c_str());
  return status;
}

Status PrintJson(const std::string& document) {
  const bool written = std::fputs(document.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  if (written || errno == EPIPE) return {};
  return Error{std::string("cannot write standard output: ") + std::strerror(errno) +
               "; everything else is written"};
}

}  // namespace analyzer
