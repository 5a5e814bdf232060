#pragma once

#include <cstddef>
#include <string>

namespace analyzer {

// Texts of the forms that an import leaves behind, made of invented customers. The same arguments
// give the same bytes: customer `i` is the same in all of them.

// A batch file with customers [first, first + count), indented as the client does.
std::string BatchFile(size_t first, size_t count);

// The saved answer to that batch. Of a thousand items `failing` have failed.
std::string SavedAnswer(size_t first, size_t count, size_t failing);

// The same with each tenth item garbled: a quote is missing, so that no parser takes the document.
std::string BrokenAnswer(size_t first, size_t count);

// The log of an import of `batches` batches of 100, lines only.
std::string LogLines(size_t batches);

// The same, each batch followed by its answer, written into the log over many lines.
std::string LogWithAnswers(size_t batches);

}  // namespace analyzer
