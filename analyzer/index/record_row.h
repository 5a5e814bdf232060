#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/extract/record.h"
#include "analyzer/index/database.h"

namespace analyzer {

// A record of the index.
struct StoredRecord {
  int64_t id = 0;
  int64_t file = 0;
  int64_t line = 0;
  int64_t response = 0;  // 0: it stands in none
  Record record;         // its span is in bytes of the file; `extractor` is not set
  std::string extractor;
  std::optional<int64_t> number;  // of the batch; nothing where it is packed, as its answer tells
  std::optional<int64_t> time_of_day;
  bool packed = false;     // has no row of its own
  bool set_aside = false;  // matching does not use it
};

// As in the schema.
const char* NameOf(Standing standing);

// Begins a SELECT of rows that ReadRecordRow reads.
inline constexpr char kSelectRecordRows[] =
    "SELECT id, file, byte_begin, byte_end, line, extractor, voice, response, position,"
    " customer_id, username, email, change_type, result, result_stated, error, standing, time,"
    " time_whole_second, time_of_day, number, set_aside FROM record ";
StoredRecord ReadRecordRow(const Statement& row);

// Puts records into rows of their own.
class RecordRowWriter {
 public:
  explicit RecordRowWriter(const Database& database);
  void Insert(const StoredRecord& stored);

 private:
  Statement insert_;
};

}  // namespace analyzer
