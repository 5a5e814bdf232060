#pragma once

#include <exception>
#include <string>

#include "analyzer/base/interruption.h"
#include "analyzer/base/result.h"

namespace analyzer {

// The exit status, as the README documents it.
enum ExitStatus { kDone = 0, kNeedsALook = 1, kWrongUse = 2, kCouldNot = 3 };

// Tells the error on standard error; gives the status back.
int Fail(const Error& error, ExitStatus status);

// To be told where all was written and what comes after failed.
inline constexpr char kAllElseIsWritten[] = "; everything else is written";

// For what a library threw, or the system refused: the reason, and what to do.
Error CannotGoOn(const std::exception& error);

// For std::set_terminate. The standard library gives up, rather than throw, where memory runs out
// in a function of its own that must not throw, as those that read folders: tells that, and ends
// the process with kCouldNot. All is left as by a kill. A defect ends it as ever.
[[noreturn]] void EndOnTerminate();

// Tell what became of the files where a signal asked to stop: nothing was changed yet, or all was
// written already. `place` is where the subcommand writes to; empty: nowhere. Give the exit status.
int TellStopped(const std::string& place);
int TellTooLateToStop(const std::string& place, int status);

// Runs a subcommand that writes to `place`; empty: to nowhere. What it throws (a full disk under
// the index, a defect, that it was asked to stop) ends in kCouldNot.
template <typename Run, typename... Arguments>
int Guarded(const std::string& place, Run run, const Arguments&... arguments) {
  try {
    const int status = run(arguments...);
    const bool is_done = status == kDone || status == kNeedsALook;
    return StopSignal() != 0 && is_done ? TellTooLateToStop(place, status) : status;
  } catch (const Interrupted&) {
    return TellStopped(place);
  } catch (const std::exception& error) {
    return Fail(CannotGoOn(error), kCouldNot);
  }
}

// Prints a document on standard output. Whoever closed the pipe has seen enough: that is no error.
// Throws Interrupted where a signal that asks to stop ends the waiting for a reader.
Status PrintJson(const std::string& document);

}  // namespace analyzer
