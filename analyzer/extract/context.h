#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/local_time.h"
#include "analyzer/extract/json_fields.h"

namespace analyzer {

// What is known of a document from around it: its file's name, the log line it stands in, the
// objects that enclose it.
struct Context {
  std::optional<int64_t> batch;
  std::optional<LocalTime> time;
  std::optional<int64_t> time_of_day;
  std::optional<int64_t> status;
  std::string failure_reason;  // of a summary that the client wrote
  std::string folder;          // the name of the one that its file is in; empty: not known
  std::string name;            // of its file; empty: not known
  bool in_log = false;
  bool quoted = false;  // the document stands in a string of another one
  int depth = 0;        // how often documents are nested by now
};

// Documents nested deeper than this are not searched.
inline constexpr int kMaxNesting = 64;

// Adds what an object tells that encloses the document.
void AddToContext(const JsonFields& fields, Context* context);

// `batch_NNN_success_YYYYMMDD_HHMMSS.json` tells a batch's number and a time; other names nothing.
Context ContextOfFileName(std::string_view name);

// The same for a whole path; the folder can tell more of the client's own files.
Context ContextOfPath(std::string_view path);

}  // namespace analyzer
