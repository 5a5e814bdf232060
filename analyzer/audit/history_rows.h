#pragma once

#include <optional>
#include <string>

#include "analyzer/audit/history.h"
#include "analyzer/base/local_time.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/records.h"

namespace analyzer {

// How parts of a history stand in the rows of the index.

// The columns that ReadPlace reads, of a table `row` that has a byte range and a file `f`; `line`
// is its column of lines, or 0.
std::string PlaceColumns(const std::string& row, const std::string& line);
SourcePlace ReadPlace(const Statement& row, int first_column);

// Begins a SELECT of originals `o`, with their file `f`; `more` are further columns, from
// kOriginalColumns on.
std::string SelectOriginals(const std::string& more = "");
inline constexpr int kOriginalColumns = 14;
// What no row tells of it is read from its file.
HistoryOriginal ReadOriginal(const Statement& row, Originals* originals);

// A record, in the file with this path, member and encoding.
HistoryRecord ReadRecord(const StoredRecord& stored, std::string path, std::string member,
                         std::string encoding);

// Nothing where the column is NULL.
std::optional<LocalTime> ReadTime(const Statement& row, int column, bool whole_second = false);

}  // namespace analyzer
