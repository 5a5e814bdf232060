#include "analyzer/match/holding_parts.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {
namespace {

using Batches = std::vector<int64_t>;

// An index with two files of originals, and parts of batches in them: `FILE, FIRST, LAST`.
class Parts {
 public:
  explicit Parts(const std::vector<std::string>& parts) {
    database().Execute(
        "PRAGMA foreign_keys = OFF;"
        "INSERT INTO file (id, path, role, bytes, encoding, member) VALUES"
        " (1, 'a.json', 'batch', 0, 'UTF-8', ''), (2, 'b.json', 'batch', 0, 'UTF-8', '')");
    int batch = 0;
    for (const std::string& part : parts) {
      database().Execute(("INSERT INTO batch_part (batch, part, file, first, last) VALUES (" +
                          std::to_string(++batch) + ", 0, " + part + ")")
                             .c_str());
    }
  }

  // The batches, as they are numbered from 1, that hold the original at that position.
  Batches Holding(int64_t file, const std::string& position) {
    database().Execute(
        ("DELETE FROM original; INSERT INTO original (id, file, position, byte_begin,"
         " byte_end, household, own_id, change_type, digest) VALUES (1, " +
         std::to_string(file) + ", " + position + ", 0, 0, 0, '', '', 0)")
            .c_str());
    Statement rows(database(), "SELECT p.batch FROM original g" + JoinHoldingParts(database()) +
                                   "ORDER BY p.batch");
    Batches batches;
    while (rows.Step()) batches.push_back(rows.Number(0));
    return batches;
  }

 private:
  Database& database() { return index_->database(); }
  std::unique_ptr<Index> index_ = std::move(Index::CreateTemporary().value());
};

TEST_CASE("An original is held by each part that its position is in") {
  Parts parts({"1, 0, 70", "1, 70, 140", "2, 0, 70", "1, 0, 1000"});
  CHECK(parts.Holding(1, "0") == Batches{1, 4});
  CHECK(parts.Holding(1, "69") == Batches{1, 4});
  CHECK(parts.Holding(1, "70") == Batches{2, 4});
  CHECK(parts.Holding(1, "999") == Batches{4});
  CHECK(parts.Holding(1, "1000").empty());
  CHECK(parts.Holding(2, "69") == Batches{3});
  CHECK(parts.Holding(2, "70").empty());
}

TEST_CASE("What stands in no batch file, or where nothing was sent, is held by none") {
  CHECK(Parts({"1, 0, 70"}).Holding(1, "NULL").empty());
  CHECK(Parts({}).Holding(1, "0").empty());
}

}  // namespace
}  // namespace analyzer
