#include "analyzer/match/evidence_table.h"

#include <utility>

#include "analyzer/match/outcome.h"

namespace analyzer {
namespace {

// A row without a record asks for its customer. Of evidence that names nobody the customer is ''.
constexpr char kEvidenceTable[] =
    "CREATE TEMP TABLE gathered (customer TEXT NOT NULL, record INTEGER, original INTEGER,"
    " outcome INTEGER, voice INTEGER, accepted INTEGER, nobody INTEGER, file_order INTEGER,"
    " byte_begin INTEGER)";
constexpr char kOrder[] =
    " ORDER BY customer, record IS NOT NULL, outcome IS NOT NULL, voice, accepted, file_order,"
    " byte_begin, record";

Database& WithTable(Database* database) {
  database->Execute(kEvidenceTable);
  return *database;
}

}  // namespace

EvidenceTable::EvidenceTable(Database* database)
    : database_(WithTable(database)),
      insert_(database_,
              "INSERT INTO gathered (customer, record, original, voice, accepted, nobody,"
              " file_order, byte_begin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      attach_(database_, "UPDATE gathered SET customer = ?, outcome = ? WHERE rowid = ?") {}

EvidenceTable::~EvidenceTable() {
  try {
    database_.Execute("DROP TABLE gathered");
  } catch (...) {
    // The database is given up, or the work is: the table is gone with the connection.
  }
}

void EvidenceTable::Ask(const std::string& customer, int64_t original) {
  ++asked_;
  insert_.Bind(customer).Bind(std::nullopt).Bind(original);
  for (int column = 0; column < 5; ++column) insert_.Bind(std::nullopt);
  insert_.Run();
}

void EvidenceTable::Add(const Evidence& evidence) {
  ++added_;
  const Record& record = evidence.record;
  const bool accepted = record.standing == Standing::kAccepted;
  insert_.Bind(IsNameless(evidence) ? "" : evidence.customer)
      .Bind(evidence.id)
      .Bind(std::nullopt)
      .Bind(static_cast<int64_t>(record.voice))
      .Bind(int64_t{accepted})
      .Bind(int64_t{TellsOfNobody(evidence)})
      .Bind(evidence.file_order)
      .Bind(evidence.byte_begin)
      .Run();
}

void EvidenceTable::ForEach(const Visit& visit) { Group("WHERE customer <> ''", visit); }

void EvidenceTable::ForEachNobody(const Visit& visit) {
  Group("WHERE customer IN (SELECT customer FROM gathered WHERE nobody)", visit);
}

void EvidenceTable::Group(const std::string& where, const Visit& visit) {
  Statement rows(database_, "SELECT customer, record, original, outcome, accepted FROM gathered " +
                                where + kOrder);
  CustomerEvidence of_one;
  bool matters = false;
  while (rows.Step()) {
    std::string customer = rows.Text(0);
    if (customer != of_one.customer) {
      if (matters) visit(of_one);
      of_one = {std::move(customer), 0, {}};
      matters = false;
    }
    const auto record = rows.NumberOrNothing(1);
    if (record) of_one.pieces.push_back({*record, rows.NumberOrNothing(3)});
    if (!record && of_one.original == 0) of_one.original = rows.Number(2);
    matters |= !record || rows.Number(4) == 0;
  }
  if (matters) visit(of_one);
}

void EvidenceTable::ForEachNameless(const std::function<void(int64_t row, int64_t record)>& visit) {
  Statement rows(database_,
                 std::string("SELECT rowid, record FROM gathered WHERE customer = ''") + kOrder);
  while (rows.Step()) visit(rows.Number(0), rows.Number(1));
}

void EvidenceTable::Attach(int64_t row, const std::string& customer, int64_t outcome) {
  attach_.Bind(customer).Bind(outcome).Bind(row).Run();
}

}  // namespace analyzer
