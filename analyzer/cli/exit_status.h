#pragma once

#include <string>

#include "analyzer/base/result.h"

namespace analyzer {

// The exit status, as the README documents it.
enum ExitStatus { kDone = 0, kNeedsALook = 1, kWrongUse = 2, kCouldNot = 3 };

// Tells the error on standard error; gives the status back.
int Fail(const Error& error, ExitStatus status);

// Prints a document on standard output. Whoever closed the pipe has seen enough: that is no error.
Status PrintJson(const std::string& document);

}  // namespace analyzer
