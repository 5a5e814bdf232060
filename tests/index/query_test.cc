#include "analyzer/index/query.h"

#include <catch2/catch.hpp>

#include "analyzer/index/index.h"

namespace analyzer {
namespace {

class Asked {
 public:
  Asked() : index_(std::move(Index::CreateTemporary().value())) {}

  // The first row, its values with a blank between; or the error.
  std::string Of(const std::string& sql) {
    auto query = Query::Prepare(&index_->database(), sql);
    if (!query.ok()) return query.error().message;
    const auto more = query.value()->Step();
    if (!more.ok()) return more.error().message;
    std::string row;
    for (size_t i = 0; more.value() && i < query.value()->columns().size(); ++i) {
      row += (i == 0 ? "" : " ") + query.value()->ValueOf(i).text;
    }
    return row;
  }

  Index& index() { return *index_; }

 private:
  std::unique_ptr<Index> index_;
};

TEST_CASE("A query reads one statement, whatever stands behind it") {
  Asked asked;
  CHECK(asked.Of("SELECT 1, 'å', NULL, 1.5, x'00ff'") == "1 å  1.5 00ff");
  CHECK(asked.Of("SELECT 1;\n-- that is all\n;") == "1");
  CHECK(asked.Of("WITH t(n) AS (SELECT 3) SELECT n FROM t") == "3");
  CHECK(asked.Of("SELECT 1; SELECT 'å'") ==
        "one statement at a time; the next one begins here:\n  SELECT 1; SELECT 'å'\n"
        "            ^");
  CHECK(asked.Of(" -- nothing") == "the query is empty; write a SELECT");
}

TEST_CASE("A slip is pointed at") {
  Asked asked;
  CHECK(asked.Of("SELECT 'ö',\n  resaon FROM failures") ==
        "the query cannot be run: no such column: resaon\n    resaon FROM failures\n    ^");
  CHECK(asked.Of("SELECT 'ö' FORM failures") ==
        "the query cannot be run: near \"failures\": syntax error\n  SELECT 'ö' FORM failures\n"
        "                  ^");
}

TEST_CASE("A query changes nothing and reaches nothing else") {
  Asked asked;
  for (const char* const sql :
       {"DELETE FROM run", "INSERT INTO matching VALUES (1)", "UPDATE file SET path = ''",
        "CREATE TABLE t (a)", "CREATE TEMP TABLE t (a)", "DROP TABLE run", "ATTACH ':memory:' AS x",
        "DETACH main", "PRAGMA user_version = 1", "PRAGMA writable_schema = 1", "VACUUM",
        "VACUUM INTO 'copy'", "BEGIN", "REINDEX", "ANALYZE", "SAVEPOINT s"}) {
    INFO(sql);
    CHECK(asked.Of(sql).starts_with("the index is only to be read"));
  }
  CHECK(asked.Of("SELECT load_extension('x')").find("not authorized") != std::string::npos);
  CHECK(asked.Of("PRAGMA table_info(run)").starts_with("0 id INTEGER"));
  // The program itself may still write.
  asked.index().database().Execute("INSERT INTO matching VALUES (1)");
}

TEST_CASE("Columns have names of their own") {
  Asked asked;
  const auto query =
      std::move(Query::Prepare(&asked.index().database(), "SELECT 1 AS a, 2 AS a, 3 AS a").value());
  CHECK(query->columns() == std::vector<std::string>{"a", "a_2", "a_3"});
}

}  // namespace
}  // namespace analyzer
