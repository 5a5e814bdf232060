#pragma once

#include <string>

#include "analyzer/write/verification.h"

namespace analyzer {

// The document of `verify --json` (schema/verify.schema.json). `tree` is its name as it is shown.
std::string VerifyJson(const std::string& tree, const Verification& result);

}  // namespace analyzer
