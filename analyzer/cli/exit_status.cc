#include "analyzer/cli/exit_status.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "analyzer/cli/console.h"

namespace analyzer {

int Fail(const Error& error, ExitStatus status) {
  Console::Get().Fail(error.message);
  return status;
}

int TellStopped(const std::string& place) {
  Console::Get().HideProgress();
  Console::Get().Warn(place.empty() ? "stopped; no file was changed"
                                    : "stopped; nothing was changed in " + place);
  return kCouldNot;
}

int TellTooLateToStop(const std::string& place, int status) {
  Console::Get().Warn("it was too late to stop: all is done" +
                      (place.empty() ? "" : ", and " + place + " is whole"));
  return status;
}

Status PrintJson(const std::string& document) {
  Console::Get().HideProgress();
  const bool written = std::fputs(document.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  const int error = errno;
  if (written || error == EPIPE) return {};
  if (error == EINTR) StopIfAsked();
  return Error{std::string("cannot write standard output: ") + std::strerror(error) +
               "; everything else is written"};
}

}  // namespace analyzer
