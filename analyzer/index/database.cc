#include "analyzer/index/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

#include "analyzer/base/interruption.h"
#include "analyzer/index/index_file.h"
#include "analyzer/index/sealed_pages.h"

namespace analyzer {
namespace {

// How many of its steps SQLite takes before it asks whether to go on: some milliseconds.
constexpr int kStepsBetweenQuestions = 100'000;

int AskWhetherToStop(void* /*unused*/) { return ShouldStop() ? 1 : 0; }

// The statement that failed was given up, or could not be run, or its database, of which `file` is
// the name, is damaged.
[[noreturn]] void ThrowError(sqlite3* database, sqlite3* file, const char* what) {
  const int code = sqlite3_errcode(database) & 0xFF;
  if (code == SQLITE_INTERRUPT) throw Interrupted();
  if (code == SQLITE_NOMEM) throw std::bad_alloc();
  const std::string reason = sqlite3_errmsg(database);
  ThrowIfDamaged(database, file);
  const char* const name = sqlite3_db_filename(file, "main");
  const bool named = name != nullptr && *name != '\0';
  const std::string place = std::string(what) + (named ? " " + std::string(name) : "");
  if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN) {
    const int number = sqlite3_system_errno(database);
    const std::string why = number != 0 ? std::string(": ") + std::strerror(number) : "";
    throw DiskError(place + ": " + reason + why +
                    "; look after the disk that it is on, and after that of its temporary files "
                    "(TMPDIR), then run again");
  }
  throw std::runtime_error(place + ": " + reason);
}

// What the connection needs to be safe, also where the file was made to do harm.
void Configure(sqlite3* handle, bool only_read) {
  // A misspelt column must not pass for a string.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  // It forbids to go without a journal, too, as the making of an index does.
  if (only_read) sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_progress_handler(handle, kStepsBetweenQuestions, AskWhetherToStop, nullptr);
  sqlite3_exec(handle, "PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr);
  if (only_read) return;
  auto reserved = static_cast<int>(kSealBytes);
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
}

}  // namespace

void ThrowIfDamaged(sqlite3* database, sqlite3* file) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const std::string page = code == SQLITE_IOERR ? TakeUnsealedPage() : "";
  if (page.empty() && code != SQLITE_CORRUPT && code != SQLITE_NOTADB) return;
  throw std::runtime_error(DamagedIndex(sqlite3_db_filename(file, "main"),
                                        page.empty() ? sqlite3_errmsg(database) : page));
}

Result<Database> Database::Open(const std::filesystem::path& path) {
  return OpenWith(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Result<Database> Database::OpenToRead(const std::filesystem::path& path) {
  return OpenWith(path, SQLITE_OPEN_READONLY);
}

Result<Database> Database::OpenTemporary() {
  return OpenWith("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Result<Database> Database::OpenWith(const std::filesystem::path& path, int flags) {
  // Nobody asks how much memory SQLite takes, and a connection is used by one thread at a time: its
  // locks would be a tenth of the work.
  static const int kWithoutCounting = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)kWithoutCounting;
  flags |= SQLITE_OPEN_NOMUTEX;
  // SQLite makes files that others can read; the index holds personal data. Its journal gets the
  // mode that it has.
  if ((flags & SQLITE_OPEN_CREATE) != 0 && !path.empty()) {
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (made >= 0) ::close(made);
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, SealedPages());
  if (code == SQLITE_NOMEM) {
    sqlite3_close(handle);
    throw std::bad_alloc();
  }
  if (code != SQLITE_OK) {
    Error error{"cannot open the index " + path.string() + ": " + sqlite3_errmsg(handle) +
                "; name another place with --index"};
    sqlite3_close(handle);
    return error;
  }
  Configure(handle, (flags & SQLITE_OPEN_READONLY) != 0);
  return Database(handle);
}

Database::Database(Database&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Database::~Database() { sqlite3_close(handle_); }

void Database::Execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    ThrowError(handle_, handle_, "the index");
}

void Database::Attach(const std::filesystem::path& path, std::string_view name) {
  Statement(*this, "ATTACH ? AS ?").Bind(path.native()).Bind(name).Run();
}

void Database::CopyFrom(const Database& other) {
  sqlite3_backup* copy = sqlite3_backup_init(handle_, "main", other.handle_, "main");
  if (copy != nullptr) {
    sqlite3_backup_step(copy, -1);
    sqlite3_backup_finish(copy);
  }
  if (sqlite3_errcode(handle_) != SQLITE_OK)
    ThrowError(handle_, other.handle_, "copying the index");
}

int64_t Database::LastRowId() const { return sqlite3_last_insert_rowid(handle_); }

int64_t Database::Number(const char* sql) {
  Statement statement(*this, sql);
  return statement.Step() ? statement.Number(0) : 0;
}

Statement::Statement(const Database& database, std::string_view sql)
    : database_(database.handle()) {
  Check(sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::Bind(int64_t value) {
  Check(sqlite3_bind_int64(statement_, next_parameter_++, value));
  return *this;
}

Statement& Statement::Bind(std::optional<int64_t> value) {
  if (value) return Bind(*value);
  Check(sqlite3_bind_null(statement_, next_parameter_++));
  return *this;
}

Statement& Statement::Bind(std::string_view value) {
  Check(sqlite3_bind_text64(statement_, next_parameter_++,
                            value.data() == nullptr ? "" : value.data(), value.size(),
                            SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::BindBlob(std::string_view bytes) {
  Check(sqlite3_bind_blob64(statement_, next_parameter_++, bytes.data(), bytes.size(),
                            SQLITE_STATIC));
  return *this;
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  Reset();
  if (code != SQLITE_DONE) Check(code);
  return false;
}

void Statement::Run() {
  while (Step()) {
  }
}

void Statement::Reset() {
  sqlite3_reset(statement_);
  next_parameter_ = 1;
}

int64_t Statement::Number(int column) const { return sqlite3_column_int64(statement_, column); }

std::optional<int64_t> Statement::NumberOrNothing(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return Number(column);
}

std::string Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? "" : std::string(text, sqlite3_column_bytes(statement_, column));
}

std::string_view Statement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(bytes),
          static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

void Statement::Check(int code) const {
  if (code != SQLITE_OK) ThrowError(database_, database_, "the index");
}

Transaction::Transaction(Database* database) : database_(database) { database_->Execute("BEGIN"); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_->Execute("ROLLBACK");
  } catch (const std::runtime_error&) {
    // SQLite has rolled back by itself.
  } catch (const std::bad_alloc&) {
    // Likewise.
  } catch (const Interrupted&) {
    // What it works on is thrown away.
  }
}

void Transaction::Commit() {
  database_->Execute("COMMIT");
  open_ = false;
}

}  // namespace analyzer
