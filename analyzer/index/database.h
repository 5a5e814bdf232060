#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace analyzer {

// Throws std::runtime_error where the last call on `database` failed as the file is damaged that
// `file` has open, which may be the same.
void ThrowIfDamaged(sqlite3* database, sqlite3* file);

// The disk is full, or cannot be read or written: names the file, the reason, and what to do.
class DiskError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One connection to SQLite, not for use by several threads at once. What SQLite refuses although
// the statement is the program's own is a defect, a damaged file, a DiskError or want of memory: it
// ends in std::runtime_error or std::bad_alloc, caught where the subcommand began. So is
// Interrupted, in which a statement ends that runs while the work is asked to stop.
class Database {
 public:
  // Opens an existing file or makes one with mode 0600.
  static Result<Database> Open(const std::filesystem::path& path);
  // Opens an existing file, and changes nothing in it or beside it.
  static Result<Database> OpenToRead(const std::filesystem::path& path);
  // One in SQLite's own temporary files, gone with the connection.
  static Result<Database> OpenTemporary();
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  // Runs one or several statements without results.
  void Execute(const char* sql);
  int64_t LastRowId() const;
  // The first column of the first row; 0 where there is none.
  int64_t Number(const char* sql);
  // Makes another database's tables readable as `name.TABLE`.
  void Attach(const std::filesystem::path& path, std::string_view name);
  // Takes all of the other database in the place of what this one holds.
  void CopyFrom(const Database& other);

  sqlite3* handle() const { return handle_; }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  static Result<Database> OpenWith(const std::filesystem::path& path, int flags);
  sqlite3* handle_;
};

// A prepared statement, used again and again. Must not outlive its database.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds the next parameter. A view must live until the next Step or Run.
  Statement& Bind(int64_t value);
  Statement& Bind(std::optional<int64_t> value);
  Statement& Bind(std::string_view value);
  Statement& BindBlob(std::string_view bytes);

  // Moves to the next row; false, and ready to be bound anew, behind the last.
  bool Step();
  // For a statement without rows.
  void Run();
  // Ready to be bound anew, in the middle of the rows.
  void Reset();

  int64_t Number(int column) const;
  std::optional<int64_t> NumberOrNothing(int column) const;
  std::string Text(int column) const;
  // The bytes of a blob; until the next Step, Reset or Run.
  std::string_view Blob(int column) const;

 private:
  void Check(int code) const;

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int next_parameter_ = 1;
};

// All or nothing: rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database* database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void Commit();

 private:
  Database* database_;
  bool open_ = true;
};

}  // namespace analyzer
