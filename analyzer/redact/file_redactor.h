#pragma once

#include <optional>
#include <string>

#include "analyzer/redact/text_redactor.h"

namespace analyzer {

// The bytes of a file with all that is personal in it replaced, in the file's own encodings: where
// a word had a character in Windows-1252 or in UTF-16, so has its pseudonym. Nothing where the
// bytes are no text.
std::optional<std::string> RedactFile(const std::string& bytes, const TextRedactor& redactor);

}  // namespace analyzer
