#include "analyzer/cli/exit_status.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <system_error>

#include "analyzer/cli/console.h"

namespace analyzer {

int Fail(const Error& error, ExitStatus status) {
  Console::Get().Fail(error.message);
  return status;
}

Error CannotGoOn(const std::exception& error) {
  const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
  const auto* const refused = dynamic_cast<const std::system_error*>(&error);
  const std::string reason = no_memory ? "out of memory" : error.what();
  if (no_memory || reason.ends_with(": out of memory"))
    return {"cannot go on: " + reason + "; allow more (ulimit -v), or use less: --memory, --jobs"};
  if (refused != nullptr && refused->code() == std::errc::resource_unavailable_try_again)
    return {"cannot go on: no thread can be started: " + refused->code().message() +
            "; allow more memory (ulimit -v) or processes (ulimit -u), or use fewer --jobs"};
  return {"cannot go on: " + reason};
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
