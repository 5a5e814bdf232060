#include "analyzer/cli/exit_status.h"

#include <cxxabi.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <system_error>
#include <typeinfo>

#include "analyzer/cli/console.h"

namespace analyzer {
namespace {

constexpr char kNoMemory[] = "out of memory";
constexpr char kMoreMemory[] = "; allow more (ulimit -v), or use less: --memory, --jobs";

// Takes no memory.
void PrintAtOnce(const char* text) {
  if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;
}

}  // namespace

int Fail(const Error& error, ExitStatus status) {
  Console::Get().Fail(error.message);
  return status;
}

Error CannotGoOn(const std::exception& error) {
  const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
  const auto* const refused = dynamic_cast<const std::system_error*>(&error);
  const std::string reason = no_memory ? kNoMemory : error.what();
  if (no_memory || reason.ends_with(std::string(": ") + kNoMemory))
    return {"cannot go on: " + reason + kMoreMemory};
  if (refused != nullptr && refused->code() == std::errc::resource_unavailable_try_again)
    return {"cannot go on: no thread can be started: " + refused->code().message() +
            "; allow more memory (ulimit -v) or processes (ulimit -u), or use fewer --jobs"};
  return {"cannot go on: " + reason};
}

void EndOnTerminate() {
  // None: the library did not even get as far as to throw.
  const std::type_info* const thrown = abi::__cxa_current_exception_type();
  if (thrown != nullptr && *thrown != typeid(std::bad_alloc))
    __gnu_cxx::__verbose_terminate_handler();
  PrintAtOnce("import-analyzer: cannot go on: ");
  PrintAtOnce(kNoMemory);
  PrintAtOnce(kMoreMemory);
  PrintAtOnce("\n");
  ::_exit(kCouldNot);
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
               kAllElseIsWritten};
}

}  // namespace analyzer
