#include "analyzer/audit/history_rows.h"

#include "analyzer/extract/secrets.h"

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

std::string SelectRecords() {
  return "SELECT r.id, CASE r.voice WHEN 0 THEN 'response' WHEN 1 THEN 'log line' ELSE 'client'"
         " END, r.extractor, r.standing, r.customer_id, r.username, r.email, r.result, r.error,"
         " r.time, r.time_whole_second," +
         PlaceColumns("r", "r.line") + " FROM record r JOIN file f ON f.id = r.file";
}

HistoryRecord ReadRecord(const Statement& row) {
  return {row.Number(0),
          ReadPlace(row, 11),
          row.Text(1),
          row.Text(2),
          row.Text(3),
          row.Text(4),
          row.Text(5),
          row.Text(6),
          row.Text(7),
          MaskSecrets(row.Text(8)),
          ReadTime(row, 9, row.Number(10) != 0)};
}

std::optional<LocalTime> ReadTime(const Statement& row, int column, bool whole_second) {
  const auto milliseconds = row.NumberOrNothing(column);
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

}  // namespace analyzer
