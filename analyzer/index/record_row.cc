#include "analyzer/index/record_row.h"

#include <string_view>

namespace analyzer {
namespace {

Standing StandingOf(std::string_view name) {
  if (name == "accepted") return Standing::kAccepted;
  return name == "failed" ? Standing::kFailed : Standing::kRejected;
}

}  // namespace

const char* NameOf(Standing standing) {
  switch (standing) {
    case Standing::kAccepted:
      return "accepted";
    case Standing::kFailed:
      return "failed";
    case Standing::kRejected:
      return "rejected";
  }
  return "";
}

StoredRecord ReadRecordRow(const Statement& row) {
  StoredRecord stored;
  stored.id = row.Number(0);
  stored.file = row.Number(1);
  stored.line = row.Number(4);
  stored.extractor = row.Text(5);
  stored.response = row.Number(7);
  stored.time_of_day = row.NumberOrNothing(19);
  stored.number = row.NumberOrNothing(20);
  stored.set_aside = !row.Text(21).empty();
  Record& record = stored.record;
  record.span = {static_cast<size_t>(row.Number(2)), static_cast<size_t>(row.Number(3))};
  record.voice = static_cast<Voice>(row.Number(6));
  record.position = row.NumberOrNothing(8);
  record.customer_id = row.Text(9);
  record.username = row.Text(10);
  record.email = row.Text(11);
  record.change_type = row.Text(12);
  record.result = row.Text(13);
  record.result_stated = row.Number(14) != 0;
  record.error = row.Text(15);
  record.standing = StandingOf(row.Text(16));
  if (const auto time = row.NumberOrNothing(17))
    record.time = LocalTime{*time, row.Number(18) != 0};
  return stored;
}

RecordRowWriter::RecordRowWriter(const Database& database)
    : insert_(database,
              "INSERT INTO record (id, file, byte_begin, byte_end, line, extractor, voice,"
              " response, position, customer_id, username, email, change_type, result,"
              " result_stated, error, standing, time, time_whole_second, time_of_day, number)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
              " ?)") {}

void RecordRowWriter::Insert(const StoredRecord& stored) {
  const Record& record = stored.record;
  insert_.Bind(stored.id)
      .Bind(stored.file)
      .Bind(static_cast<int64_t>(record.span.begin))
      .Bind(static_cast<int64_t>(record.span.end))
      .Bind(stored.line)
      .Bind(stored.extractor)
      .Bind(static_cast<int64_t>(record.voice))
      .Bind(stored.response)
      .Bind(record.position)
      .Bind(record.customer_id)
      .Bind(record.username)
      .Bind(record.email)
      .Bind(record.change_type)
      .Bind(record.result)
      .Bind(int64_t{record.result_stated})
      .Bind(record.error)
      .Bind(NameOf(record.standing))
      .Bind(record.time ? std::optional(record.time->milliseconds) : std::nullopt)
      .Bind(int64_t{record.time && record.time->whole_second})
      .Bind(stored.time_of_day)
      .Bind(stored.number)
      .Run();
}

}  // namespace analyzer
