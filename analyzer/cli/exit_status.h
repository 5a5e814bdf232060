#pragma once

#include <exception>
#include <string>

#include "analyzer/base/result.h"

namespace analyzer {

// The exit status, as the README documents it.
enum ExitStatus { kDone = 0, kNeedsALook = 1, kWrongUse = 2, kCouldNot = 3 };

// Tells the error on standard error; gives the status back.
int Fail(const Error& error, ExitStatus status);

// Runs a subcommand; what it throws (a full disk under the index, a defect) ends in kCouldNot.
template <typename Run, typename... Arguments>
int Guarded(Run run, const Arguments&... arguments) {
  try {
    return run(arguments...);
  } catch (const std::exception& error) {
    return Fail({std::string("cannot go on: ") + error.what()}, kCouldNot);
  }
}

// Prints a document on standard output. Whoever closed the pipe has seen enough: that is no error.
Status PrintJson(const std::string& document);

}  // namespace analyzer
