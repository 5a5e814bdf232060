#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "analyzer/base/local_time.h"

namespace analyzer {

// What a text turned out to consist of.
struct TextTally {
  int64_t documents = 0;  // JSON documents, whole or broken
  int64_t broken_documents = 0;
  int64_t log_lines = 0;         // lines with a log line's head
  int64_t facts = 0;             // of these, the ones that tell something
  int64_t window_blocks = 0;     // blocks of the client's window
  bool is_one_document = false;  // nothing but white space beside one document
};

// A place in a log from which on it can be read by itself once more was written to it: a line
// begins there, nothing is open across it, and nothing that was found before depends on what
// follows, be that what it may. Beside the place, what reading knows there of the lines before.
struct ResumePoint {
  size_t at = 0;  // in the text
  std::optional<LocalTime> time;
  std::optional<int64_t> batch;
  bool in_summary = false;
  size_t lost_bytes = 0;
  TextTally tally;
};

}  // namespace analyzer
