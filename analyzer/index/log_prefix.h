#pragma once

#include <array>
#include <cstdint>

#include "analyzer/extract/resume_point.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// The begin of a log that need not be read again once more was written to the log, and what reading
// it came to. It is plain text (PlainUpTo) without originals, and ends at the point's place, which
// is one in the file's bytes.
struct LogPrefix {
  ResumePoint point;
  int64_t line = 1;  // that begins where it ends
  std::array<int64_t, kTextKinds> bytes_by_kind{};
  int64_t responses = 0;
  int64_t records = 0;  // those of the answers, too
  int64_t facts = 0;
};

}  // namespace analyzer
