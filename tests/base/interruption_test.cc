#include "analyzer/base/interruption.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

namespace analyzer {
namespace {

// How a process ends that ignores SIGHUP, as nohup(1) has it do, and gets these signals.
template <typename... Signals>
int EndOf(Signals... signals) {
  const pid_t process = ::fork();
  if (process == 0) {
    std::signal(SIGHUP, SIG_IGN);
    HeedSignals();
    (::raise(signals), ...);
    ::_exit(StopSignal());
  }
  int status = 0;
  REQUIRE(::waitpid(process, &status, 0) == process);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

TEST_CASE("The first signal asks to stop, and a second one ends the process") {
  CHECK(EndOf() == 0);
  CHECK(EndOf(SIGINT) == SIGINT);
  CHECK(EndOf(SIGTERM) == SIGTERM);
  CHECK(EndOf(SIGINT, SIGTERM) == -SIGTERM);
}

TEST_CASE("A signal that is ignored stays so, also once another one asked to stop") {
  CHECK(EndOf(SIGHUP) == 0);
  CHECK(EndOf(SIGTERM, SIGHUP) == SIGTERM);
}

}  // namespace
}  // namespace analyzer
