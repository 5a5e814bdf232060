#include "analyzer/index/records.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "analyzer/index/packed_records.h"

namespace analyzer {
namespace {

// Of the packed ones, what matching gave a row is told of among those that are packed.
std::string SelectRows(const char* where) {
  return std::string(kSelectRecordRows) + "WHERE NOT unpacked AND " + where;
}

constexpr char kFailed[] = "standing = 'failed' AND set_aside = ''";
constexpr char kPacked[] = "SELECT id, file, first_record, packed, later FROM response WHERE ";

}  // namespace

Records::Records(Database* database)
    : database_(*database),
      of_answer_(*database, SelectRows("response = ? ORDER BY id")),
      packed_of_answer_(*database, std::string(kPacked) + "id = ?"),
      one_(*database, SelectRows("id = ?")),
      // Ids of records grow with those of their answers.
      answer_with_(*database,
                   std::string(kPacked) + "first_record <= ? ORDER BY first_record DESC LIMIT 1"),
      answer_number_(*database, "SELECT number FROM response WHERE id = ?"),
      link_(*database, "UPDATE record SET outcome = ?, unpacked = ? WHERE id = ?"),
      rows_(*database) {}

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
  Statement rows(database_, SelectRows(kFailed) + " ORDER BY id");
  VisitRows(&rows, visit);
}

int64_t Records::CountFailed() {
  Statement count(database_, std::string("SELECT count(*) FROM record WHERE ") + kFailed);
  count.Step();
  return count.Number(0);
}

void Records::Accepted(const Visit& visit) {
  Statement rows(database_, SelectRows("standing = 'accepted' AND set_aside = '' ORDER BY id"));
  VisitRows(&rows, visit);
  Statement packed(database_, std::string(kPacked) + "NOT later ORDER BY id");
  VisitPacked(&packed, visit);
}

void Records::ForEach(const Visit& visit) {
  Statement rows(database_, SelectRows("TRUE ORDER BY id"));
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
  while (rows->Step()) visit(ReadRecordRow(*rows));
}

void Records::VisitPacked(Statement* answers, const Visit& visit) {
  StoredRecord stored;
  stored.packed = true;
  while (answers->Step()) {
    stored.response = answers->Number(0);
    stored.file = answers->Number(1);
    stored.set_aside = answers->Number(4) != 0;
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
  if (packed) {
    StoredRecord stored = Find(id).value();
    answer_number_.Bind(stored.response).Step();
    stored.number = answer_number_.NumberOrNothing(0);
    answer_number_.Reset();
    rows_.Insert(stored);
  }
  link_.Bind(outcome).Bind(int64_t{packed}).Bind(id).Run();
}

}  // namespace analyzer
