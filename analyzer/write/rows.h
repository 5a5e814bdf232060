#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/index/query.h"
#include "analyzer/write/output.h"

namespace analyzer {

// How rows are written.
//   table   for a terminal: columns under each other, numbers to the right; control characters
//           become `?`
//   csv     RFC 4180 in UTF-8, with a header; lines end in CRLF. A text that a spreadsheet would
//           take for a formula, as it begins with = + - @, a tab or a CR, gets an apostrophe
//           before it. NULL and the empty text are both empty; a NUL becomes U+FFFD.
//   ndjson  one object a line
//   json    one array of objects
// In JSON numbers of the index are numbers, ids are text, and NULL is null.
enum class RowFormat { kTable, kCsv, kNdjson, kJson };

// Nothing where `name` is none of `table`, `csv`, `ndjson`, `json`.
std::optional<RowFormat> RowFormatOf(std::string_view name);

// Writes rows as they come.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // REQUIRES: as many values as there are columns. False: nothing further is wanted.
  virtual bool Row(const std::vector<Value>& values) = 0;
  // Behind the last row.
  virtual void End() = 0;
};

// `output` must outlive the writer.
std::unique_ptr<RowWriter> MakeRowWriter(RowFormat format, std::vector<std::string> columns,
                                         Output* output);

}  // namespace analyzer
