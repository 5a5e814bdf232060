#pragma once

#include <string>
#include <vector>

#include "analyzer/base/span.h"
#include "tests/fuzz/property.h"

namespace analyzer {

// One result of an answer, as the API sends it, and what stands in it.
struct MadeResult {
  std::string customer_id;
  std::string username;
  std::string email;
  std::string change_type;
  std::string result;
  std::string error;
  Span span;  // in the document
};

// An answer that an input chose the shape and the words of.
struct MadeResponse {
  std::string json;
  std::vector<MadeResult> results;
};

// `plain`: no text in it holds a quote, a backslash or a bracket.
MadeResponse MakeResponse(bool plain, FuzzInput* input);

}  // namespace analyzer
