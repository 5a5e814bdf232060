#include "analyzer/match/evidence_table.h"

#include <string_view>
#include <utility>

#include "analyzer/match/outcome.h"

namespace analyzer {
namespace {

// A row without a record asks for its customer. Of evidence that names nobody the customer is ''.
// What was joined to one original and nothing else is not searched twice: of such evidence
// `joined_by` is not NULL, and `original` is that one.
constexpr char kEvidenceTable[] =
    "CREATE TEMP TABLE gathered (customer TEXT NOT NULL, record INTEGER, original INTEGER,"
    " outcome INTEGER, voice INTEGER, accepted INTEGER, nobody INTEGER, file_order INTEGER,"
    " byte_begin INTEGER, joined_by TEXT, change_type TEXT, name_disagrees INTEGER)";
constexpr char kOrder[] =
    " ORDER BY customer, record IS NOT NULL, outcome IS NOT NULL, voice, accepted, file_order,"
    " byte_begin, record";

// What Group reads, from `joined_by` on.
std::optional<Joined> JoinedBefore(const Statement& row, const std::string& customer) {
  std::string joined_by = row.Text(5);
  if (joined_by.empty()) return std::nullopt;
  Joined joined;
  joined.joining = Joining::kMatched;
  joined.joined_by = std::move(joined_by);
  joined.original = row.Number(2);
  joined.change_type = row.Text(6);
  joined.customer = customer;
  joined.name_disagrees = row.Number(7) != 0;
  return joined;
}

Database& WithTable(Database* database) {
  database->Execute(kEvidenceTable);
  return *database;
}

}  // namespace

EvidenceTable::EvidenceTable(Database* database)
    : database_(WithTable(database)),
      insert_(database_,
              "INSERT INTO gathered (customer, record, original, voice, accepted, nobody,"
              " file_order, byte_begin, joined_by, change_type, name_disagrees)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
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
  for (int column = 0; column < 8; ++column) insert_.Bind(std::nullopt);
  insert_.Run();
}

void EvidenceTable::Add(const Evidence& evidence) {
  ++added_;
  const Record& record = evidence.record;
  const Joined& joined = evidence.joined;
  const bool accepted = record.standing == Standing::kAccepted;
  const bool nameless = IsNameless(evidence);
  const bool plain = !nameless && joined.joining == Joining::kMatched && joined.candidates.empty();
  insert_.Bind(nameless ? std::string_view() : std::string_view(evidence.customer))
      .Bind(evidence.id)
      .Bind(plain ? std::optional(joined.original) : std::nullopt)
      .Bind(static_cast<int64_t>(record.voice))
      .Bind(int64_t{accepted})
      .Bind(int64_t{TellsOfNobody(evidence)})
      .Bind(evidence.file_order)
      .Bind(evidence.byte_begin);
  if (plain) {
    insert_.Bind(joined.joined_by).Bind(joined.change_type).Bind(int64_t{joined.name_disagrees});
  } else {
    for (int column = 0; column < 3; ++column) insert_.Bind(std::nullopt);
  }
  insert_.Run();
}

void EvidenceTable::ForEach(const Visit& visit) { Group("WHERE customer <> ''", visit); }

void EvidenceTable::ForEachNobody(const Visit& visit) {
  Group("WHERE customer IN (SELECT customer FROM gathered WHERE nobody)", visit);
}

void EvidenceTable::Group(const std::string& where, const Visit& visit) {
  Statement rows(database_,
                 "SELECT customer, record, original, outcome, accepted, joined_by,"
                 " change_type, name_disagrees FROM gathered " +
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
    if (record) {
      of_one.pieces.push_back(
          {*record, rows.NumberOrNothing(3), JoinedBefore(rows, of_one.customer)});
    }
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
