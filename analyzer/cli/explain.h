#pragma once

#include <string>

#include "analyzer/cli/input.h"

namespace analyzer {

// What `explain` was told, as typed.
struct ExplainOptions {
  std::string what;  // whom: an id, card, email, user name, name or personal number
  InputOptions input;
  bool json = false;
};

// Tells the story of one customer. The exit status.
int Explain(const ExplainOptions& options);

}  // namespace analyzer
