#include "analyzer/index/query.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "analyzer/base/interruption.h"

namespace analyzer {
namespace {

// Told to SQLite while it compiles a statement.
int MayDo(void* /*unused*/, int action, const char* first, const char* second,
          const char* /*database*/, const char* /*trigger*/) {
  static constexpr std::array kLooking = {"table_info", "table_xinfo", "table_list",
                                          "index_list", "index_info",  "foreign_key_list"};
  const auto is = [](const char* text, std::string_view word) {
    return text != nullptr && text == word;
  };
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return is(second, "load_extension") ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA: {
      const bool looks = std::any_of(kLooking.begin(), kLooking.end(),
                                     [&](const char* pragma) { return is(first, pragma); });
      return looks ? SQLITE_OK : SQLITE_DENY;
    }
    default:
      return SQLITE_DENY;
  }
}

// The line of `sql` that holds byte `at`, and a caret under it.
std::string Pointed(const std::string& sql, size_t at) {
  const size_t before = at == 0 ? std::string::npos : sql.rfind('\n', at - 1);
  const size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::string line = sql.substr(begin, sql.find('\n', begin) - begin);
  std::string blanks;
  for (const char c : line.substr(0, at - begin)) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (!continues) blanks += c == '\t' ? '\t' : ' ';
  }
  return "\n  " + line + "\n  " + blanks + "^";
}

// Where something other than blanks, comments and semicolons stands; npos where nothing does.
size_t FurtherStatement(const std::string& sql, size_t at, sqlite3* database) {
  while (at < sql.size()) {
    sqlite3_stmt* further = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(database, sql.c_str() + at, -1, &further, &tail);
    const bool empty = code == SQLITE_OK && further == nullptr;
    sqlite3_finalize(further);
    if (!empty) return sql.find_first_not_of(" \t\r\n;", at);
    at = static_cast<size_t>(tail - sql.c_str());
  }
  return std::string::npos;
}

std::vector<std::string> NamesOf(sqlite3_stmt* statement) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    const std::string name = sqlite3_column_name(statement, i);
    std::string free = name;
    for (int more = 2; !taken.insert(free).second; ++more) {
      free = name + "_" + std::to_string(more);
    }
    names.push_back(free);
  }
  return names;
}

}  // namespace

Result<std::unique_ptr<Query>> Query::Prepare(Database* database, const std::string& sql) {
  sqlite3* const handle = database->handle();
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  sqlite3_set_authorizer(handle, MayDo, nullptr);
  const int code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, &tail);
  const int offset = sqlite3_error_offset(handle);
  const std::string message = sqlite3_errmsg(handle);
  ThrowIfDamaged(handle, handle);
  const size_t further =
      code == SQLITE_OK ? FurtherStatement(sql, static_cast<size_t>(tail - sql.c_str()), handle)
                        : std::string::npos;
  sqlite3_set_authorizer(handle, nullptr, nullptr);
  // The query is finalized where it is refused below.
  std::unique_ptr<Query> query(new Query(database, statement));
  if (code == SQLITE_AUTH) {
    return Error{
        "the index is only to be read: this statement would change it, or reach beyond "
        "it; use SELECT"};
  }
  if (code != SQLITE_OK) {
    return Error{"the query cannot be run: " + message +
                 (offset < 0 ? "" : Pointed(sql, static_cast<size_t>(offset)))};
  }
  if (statement == nullptr) return Error{"the query is empty; write a SELECT"};
  if (further != std::string::npos) {
    return Error{"one statement at a time; the next one begins here:" + Pointed(sql, further)};
  }
  if (sqlite3_stmt_readonly(statement) == 0) {
    return Error{"the index is only to be read: this statement would change it; use SELECT"};
  }
  return query;
}

Query::Query(Database* database, sqlite3_stmt* statement)
    : database_(*database), statement_(statement), columns_(NamesOf(statement)) {}

Query::~Query() { sqlite3_finalize(statement_); }

Result<bool> Query::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  if (code == SQLITE_INTERRUPT) throw Interrupted();
  ThrowIfDamaged(database_.handle(), database_.handle());
  return Error{std::string("the query cannot go on: ") + sqlite3_errmsg(database_.handle())};
}

Value Query::ValueOf(size_t column) const {
  const int at = static_cast<int>(column);
  const auto text = [&] {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, at));
    return bytes == nullptr ? "" : std::string(bytes, sqlite3_column_bytes(statement_, at));
  };
  switch (sqlite3_column_type(statement_, at)) {
    case SQLITE_INTEGER:
      return {Value::Type::kInteger, text()};
    case SQLITE_FLOAT:
      return {Value::Type::kReal, text()};
    case SQLITE_TEXT:
      return {Value::Type::kText, text()};
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, at));
      std::string hexadecimal;
      for (int i = 0; i < sqlite3_column_bytes(statement_, at); ++i) {
        hexadecimal += "0123456789abcdef"[bytes[i] >> 4];
        hexadecimal += "0123456789abcdef"[bytes[i] & 15];
      }
      return {Value::Type::kText, hexadecimal};
    }
    default:
      return {};
  }
}

}  // namespace analyzer
