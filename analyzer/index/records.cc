#include "analyzer/index/records.h"

#include <stdexcept>
#include <utility>
#include <vector>

namespace analyzer {
namespace {

// In the order in which ReadRow reads them.
constexpr char kRow[] =
    "SELECT id, file, byte_begin, byte_end, line, extractor, voice, response, position,"
    " customer_id, username, email, change_type, result, result_stated, error, standing, time,"
    " time_whole_second, time_of_day, number FROM record WHERE NOT unpacked AND ";

constexpr char kPacked[] = "SELECT id, file, first_record, packed FROM response WHERE ";

Standing StandingOf(std::string_view name) {
  if (name == "accepted") return Standing::kAccepted;
  return name == "failed" ? Standing::kFailed : Standing::kRejected;
}

StoredRecord ReadRow(const Statement& row) {
  StoredRecord stored;
  stored.id = row.Number(0);
  stored.file = row.Number(1);
  stored.line = row.Number(4);
  stored.extractor = row.Text(5);
  stored.response = row.Number(7);
  stored.time_of_day = row.NumberOrNothing(19);
  stored.number = row.NumberOrNothing(20);
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

Records::Records(Database* database)
    : database_(*database),
      of_answer_(*database, std::string(kRow) + "response = ? ORDER BY id"),
      packed_of_answer_(*database, std::string(kPacked) + "id = ?"),
      one_(*database, std::string(kRow) + "id = ?"),
      // Ids of records grow with those of their answers.
      answer_with_(*database,
                   std::string(kPacked) + "first_record <= ? ORDER BY first_record DESC LIMIT 1"),
      link_(*database, "UPDATE record SET outcome = ? WHERE id = ?"),
      unpack_(
          *database,
          "INSERT INTO record (id, file, byte_begin, byte_end, line, extractor, voice, response,"
          " position, customer_id, username, email, change_type, result, result_stated, error,"
          " standing, time_whole_second, number, unpacked, outcome) VALUES (?, ?, ?, ?, ?, ?, 0,"
          " ?7, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted', 0,"
          " (SELECT number FROM response WHERE id = ?7), 1, ?)") {}

void Records::OfAnswer(int64_t response, const Visit& visit) {
  std::vector<StoredRecord> rows;
  of_answer_.Bind(response);
  VisitRows(&of_answer_, [&](const StoredRecord& row) { rows.push_back(row); });
  auto next = rows.begin();
  packed_of_answer_.Bind(response);
  VisitPacked(&packed_of_answer_, [&](const StoredRecord& packed) {
    for (; next != rows.end() && next->id < packed.id; ++next) visit(*next);
    visit(packed);
  });
  for (; next != rows.end(); ++next) visit(*next);
}

void Records::Failed(const Visit& visit) {
  Statement rows(database_,
                 std::string(kRow) + "standing = 'failed' AND set_aside = '' ORDER BY id");
  VisitRows(&rows, visit);
}

void Records::Accepted(const Visit& visit) {
  Statement rows(database_,
                 std::string(kRow) + "standing = 'accepted' AND set_aside = '' ORDER BY id");
  VisitRows(&rows, visit);
  Statement packed(database_, std::string(kPacked) + "NOT later ORDER BY id");
  VisitPacked(&packed, visit);
}

void Records::ForEach(const Visit& visit) {
  Statement rows(database_, std::string(kRow) + "TRUE ORDER BY id");
  VisitRows(&rows, visit);
  Statement packed(database_, std::string(kPacked) + "TRUE ORDER BY id");
  VisitPacked(&packed, visit);
}

std::optional<StoredRecord> Records::Find(int64_t id) {
  std::optional<StoredRecord> found;
  one_.Bind(id);
  VisitRows(&one_, [&](const StoredRecord& row) { found = row; });
  if (found) return found;
  answer_with_.Bind(id);
  VisitPacked(&answer_with_, [&](const StoredRecord& packed) {
    if (packed.id == id) found = packed;
  });
  return found;
}

void Records::VisitRows(Statement* rows, const Visit& visit) {
  while (rows->Step()) visit(ReadRow(*rows));
}

void Records::VisitPacked(Statement* answers, const Visit& visit) {
  StoredRecord stored;
  stored.packed = true;
  while (answers->Step()) {
    stored.response = answers->Number(0);
    stored.file = answers->Number(1);
    const int64_t first = answers->Number(2);
    const bool whole = ForEachPacked(answers->Blob(3), [&](const PackedRecord& packed) {
      stored.id = first + packed.number;
      stored.line = packed.line;
      stored.record = packed.record;
      stored.extractor = packed.record.extractor;
      stored.record.extractor = {};
      visit(stored);
    });
    if (!whole) {
      throw std::runtime_error("the records of answer " + std::to_string(stored.response) +
                               " are damaged; make the index anew");
    }
  }
}

void Records::Link(int64_t id, bool packed, int64_t outcome) {
  if (!packed) return link_.Bind(outcome).Bind(id).Run();
  const StoredRecord stored = Find(id).value();
  const Record& record = stored.record;
  unpack_.Bind(id)
      .Bind(stored.file)
      .Bind(static_cast<int64_t>(record.span.begin))
      .Bind(static_cast<int64_t>(record.span.end))
      .Bind(stored.line)
      .Bind(stored.extractor)
      .Bind(stored.response)
      .Bind(record.position)
      .Bind(record.customer_id)
      .Bind(record.username)
      .Bind(record.email)
      .Bind(record.change_type)
      .Bind(record.result)
      .Bind(int64_t{record.result_stated})
      .Bind(record.error)
      .Bind(outcome)
      .Run();
}

}  // namespace analyzer
