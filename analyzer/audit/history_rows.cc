#include "analyzer/audit/history_rows.h"

#include <utility>

namespace analyzer {

std::string PlaceColumns(const std::string& row, const std::string& line) {
  return " f.id, f.path, f.member, f.encoding, " + line + ", " + row + ".byte_begin, " + row +
         ".byte_end";
}

SourcePlace ReadPlace(const Statement& row, int first_column) {
  const int at = first_column;
  return {row.Number(at),     row.Text(at + 1),   row.Text(at + 2),  row.Text(at + 3),
          row.Number(at + 4), row.Number(at + 5), row.Number(at + 6)};
}

std::string SelectOriginals(const std::string& more) {
  return "SELECT o.id, o.position, o.household, f.role <> 'batch' OR o.position IS NULL,"
         " o.customer, o.own_id, o.change_type," +
         PlaceColumns("o", "0") + more + " FROM original o JOIN file f ON f.id = o.file";
}

HistoryOriginal ReadOriginal(const Statement& row, Originals* originals) {
  const int64_t id = row.Number(0);
  const Original& said = originals->Said(id);
  return {id,
          ReadPlace(row, 7),
          row.NumberOrNothing(1),
          row.Number(2) != 0,
          row.Number(3) != 0,
          row.Text(4),
          row.Text(5),
          said.username,
          said.first_name,
          said.last_name,
          row.Text(6),
          originals->Version(id)};
}

HistoryRecord ReadRecord(const StoredRecord& stored, std::string path, std::string member,
                         std::string encoding) {
  constexpr const char* kVoices[] = {"response", "log line", "client"};
  const Record& record = stored.record;
  return {stored.id,
          {stored.file, std::move(path), std::move(member), std::move(encoding), stored.line,
           static_cast<int64_t>(record.span.begin), static_cast<int64_t>(record.span.end)},
          kVoices[static_cast<size_t>(record.voice)],
          stored.extractor,
          NameOf(record.standing),
          record.customer_id,
          record.username,
          record.email,
          record.result,
          record.error,
          record.time};
}

std::optional<LocalTime> ReadTime(const Statement& row, int column, bool whole_second) {
  const auto milliseconds = row.NumberOrNothing(column);
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

}  // namespace analyzer
