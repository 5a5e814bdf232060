#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/database.h"

namespace analyzer {

// What stands in one column of one row.
struct Value {
  enum class Type { kNull, kInteger, kReal, kText };
  Type type = Type::kNull;
  std::string text;  // of a number its digits; of a BLOB its bytes in hexadecimal; of NULL nothing
};

// One statement in a user's own SQL, that can only read: what would change something, attach
// another database or load code is refused.
class Query {
 public:
  // An error where `sql` is not one such statement: what SQLite says, and a caret under the place.
  // `database` must outlive the query.
  static Result<std::unique_ptr<Query>> Prepare(Database* database, const std::string& sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // The names of the columns; what would be there twice has `_2`, `_3`… behind it.
  const std::vector<std::string>& columns() const { return columns_; }

  // Moves to the next row; false behind the last. An error where the statement cannot go on.
  Result<bool> Step();
  Value ValueOf(size_t column) const;

 private:
  Query(Database* database, sqlite3_stmt* statement);

  Database& database_;
  sqlite3_stmt* statement_;
  std::vector<std::string> columns_;
};

}  // namespace analyzer
