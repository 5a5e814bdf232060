#include "analyzer/index/index.h"

#include <unistd.h>

#include <stdexcept>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/unicode.h"
#include "analyzer/index/schema.h"

namespace analyzer {
namespace {

constexpr int64_t kApplicationId = 1768845409;  // as in schema/index.sql
constexpr int64_t kVersion = 3;

enum class Use { kReplace, kAdd };

// An index may only be replaced by an index, and only one of this version be added to.
Status CheckUsable(const std::filesystem::path& path, Use use) {
  const std::string elsewhere = "; name another place with --index";
  auto opened = Database::OpenToRead(path);
  if (!opened.ok()) return opened.error();
  try {
    if (opened.value().Number("PRAGMA application_id") != kApplicationId) {
      return Error{path.string() + " is a database of another program" + elsewhere};
    }
    const int64_t version = opened.value().Number("PRAGMA user_version");
    if (version > kVersion) {
      return Error{path.string() + " was written by a later version of this program" + elsewhere};
    }
    if (version < kVersion && use == Use::kAdd) {
      return Error{path.string() +
                   " was written by an earlier version of this program; remove it and index the "
                   "files anew"};
    }
  } catch (const std::runtime_error&) {
    return Error{path.string() + " is there already and is no index" + elsewhere};
  }
  return {};
}

bool IsThere(const std::filesystem::path& path) {
  std::error_code code;
  return std::filesystem::exists(path, code) && std::filesystem::file_size(path, code) != 0;
}

Status CheckThere(const std::filesystem::path& path) {
  if (IsThere(path)) return CheckUsable(path, Use::kAdd);
  return Error{"there is no index " + path.string() +
               "; make one with `recover` or with `index` and `scan`, or name another with "
               "--index"};
}

// The same customer, whatever the version: by its own id. Without one by its name and what else is
// its own: families share emails and cards.
std::string CustomerKey(const Original& original) {
  if (original.household) return "household:" + original.id;
  if (!original.id.empty()) return "customer:" + original.id;
  const std::string name = Fold(original.first_name + " " + original.last_name);
  for (const auto& [kind, title] : {std::pair{IdentityKind::kUsername, "username:"},
                                    std::pair{IdentityKind::kPersonalNumber, "personal:"},
                                    std::pair{IdentityKind::kEmail, "email:"}}) {
    for (const Identity& identity : original.identities) {
      if (identity.kind == kind && !name.empty()) {
        return title + identity.value + ":" + name + ":" + original.birthday;
      }
    }
  }
  return "value:" + original.version;
}

// The same for equal answers, wherever and in whatever wrapping they were saved.
std::string ContentOf(const Response& response) {
  std::string content;
  for (const Record& record : response.records) {
    for (const std::string* field : {&record.customer_id, &record.username, &record.email,
                                     &record.change_type, &record.result, &record.error}) {
      content += *field;
      content += '\x1F';
    }
  }
  return Sha256(content);
}

std::optional<int64_t> Milliseconds(const std::optional<LocalTime>& time) {
  return time ? std::optional(time->milliseconds) : std::nullopt;
}

int64_t IsWholeSecond(const std::optional<LocalTime>& time) { return time && time->whole_second; }

std::optional<int64_t> Known(int64_t number) {
  return number < 0 ? std::nullopt : std::optional(number);
}

const char* StandingName(Standing standing) {
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

}  // namespace

Result<std::unique_ptr<Index>> Index::Create(const std::filesystem::path& path) {
  if (IsThere(path)) {
    if (Status status = CheckUsable(path, Use::kReplace); !status.ok()) return status.error();
  }
  return WorkOn(path, true);
}

Result<std::unique_ptr<Index>> Index::Open(const std::filesystem::path& path, bool may_create) {
  if (may_create && !IsThere(path)) return WorkOn(path, true);
  if (Status status = CheckThere(path); !status.ok()) return status.error();
  return WorkOn(path, false);
}

Result<std::unique_ptr<Index>> Index::CreateTemporary() {
  auto database = Database::OpenTemporary();
  if (!database.ok()) return database.error();
  database.value().Execute(kIndexSchema);
  return std::unique_ptr<Index>(new Index({}, {}, std::move(database.value())));
}

Result<std::unique_ptr<Index>> Index::OpenToRead(const std::filesystem::path& path) {
  if (Status status = CheckThere(path); !status.ok()) return status.error();
  auto database = Database::OpenToRead(path);
  if (!database.ok()) return database.error();
  return std::unique_ptr<Index>(new Index({}, {}, std::move(database.value())));
}

Result<std::unique_ptr<Index>> Index::OpenTemporaryCopy(const std::filesystem::path& path) {
  if (Status status = CheckThere(path); !status.ok()) return status.error();
  auto original = Database::OpenToRead(path);
  if (!original.ok()) return original.error();
  auto copy = Database::OpenTemporary();
  if (!copy.ok()) return copy.error();
  copy.value().CopyFrom(original.value());
  return std::unique_ptr<Index>(new Index({}, {}, std::move(copy.value())));
}

Result<std::unique_ptr<Index>> Index::WorkOn(const std::filesystem::path& path, bool fresh) {
  std::filesystem::path temporary = path;
  temporary += ".new";
  std::error_code code;
  std::filesystem::remove(temporary, code);
  if (!fresh) std::filesystem::copy_file(path, temporary, code);
  if (!fresh && code) return Error{"cannot copy " + path.string() + ": " + code.message()};
  auto database = Database::Open(temporary);
  if (!database.ok()) return database.error();
  try {
    // It is thrown away unless it is finished: no journal is needed.
    database.value().Execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;"
        "PRAGMA cache_size = -65536");
    if (fresh) database.value().Execute(kIndexSchema);
    return std::unique_ptr<Index>(
        new Index(path, std::move(temporary), std::move(database.value())));
  } catch (const std::runtime_error& error) {
    return Error{"cannot make the index " + path.string() + ": " + error.what()};
  }
}

Index::Index(std::filesystem::path path, std::filesystem::path temporary, Database database)
    : path_(std::move(path)), temporary_(std::move(temporary)), database_(std::move(database)) {
  transaction_ = std::make_unique<Transaction>(&database_);
}

Index::~Index() {
  transaction_.reset();
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

bool Index::IsMatched(std::optional<int64_t> as_of) {
  Statement row(database_, "SELECT 1 FROM matching WHERE as_of IS ?");
  return row.Bind(as_of).Step();
}

int64_t Index::AddFile(std::string_view path, const SourceText& source,
                       std::optional<LocalTime> named_time, std::string_view member) {
  Statement insert(database_,
                   "INSERT INTO file (path, role, bytes, encoding, named_time, member)"
                   " VALUES (?, 'none', ?, ?, ?, ?)");
  insert.Bind(path)
      .Bind(static_cast<int64_t>(source.file_size()))
      .Bind(source.encoding_name())
      .Bind(Milliseconds(named_time))
      .Bind(member)
      .Run();
  return database_.LastRowId();
}

void Index::SetRole(int64_t file, std::string_view role) {
  Statement(database_, "UPDATE file SET role = ? WHERE id = ?").Bind(role).Bind(file).Run();
}

void Index::SetOrigin(int64_t file, const std::filesystem::path& on_disk, const FileStamp& stamp,
                      bool batch) {
  Statement(database_,
            "UPDATE file SET on_disk = ?, on_disk_bytes = ?, on_disk_modified = ?, given_as = ?"
            " WHERE id = ?")
      .Bind(on_disk.string())
      .Bind(stamp.bytes)
      .Bind(stamp.modified)
      .Bind(batch ? "batch" : "source")
      .Bind(file)
      .Run();
}

std::vector<IndexedFile> Index::Files() {
  Statement rows(
      database_,
      "SELECT on_disk, on_disk_bytes, on_disk_modified, min(CASE member WHEN '' THEN path"
      " ELSE substr(path, 1, length(path) - length(member) - 1) END) AS shown, given_as"
      " FROM file GROUP BY on_disk ORDER BY shown");
  std::vector<IndexedFile> files;
  while (rows.Step()) {
    files.push_back(
        {rows.Text(0), {rows.Number(1), rows.Number(2)}, rows.Text(3), rows.Text(4) == "batch"});
  }
  return files;
}

std::map<int64_t, std::filesystem::path> Index::Paths() {
  Statement rows(database_, "SELECT id, on_disk FROM file");
  std::map<int64_t, std::filesystem::path> paths;
  while (rows.Step()) paths[rows.Number(0)] = rows.Text(1);
  return paths;
}

void Index::Drop(const std::string& on_disk) {
  const std::string of_file = " WHERE file IN (SELECT id FROM file WHERE on_disk = ?)";
  std::vector<std::string> statements = {
      "DELETE FROM identity WHERE original IN (SELECT id FROM original" + of_file + ")"};
  for (const char* const table : {"original", "record", "response", "log_fact", "repair"})
    statements.push_back(std::string("DELETE FROM ") + table + of_file);
  statements.emplace_back("DELETE FROM file WHERE on_disk = ?");
  for (const std::string& sql : statements) Statement(database_, sql).Bind(on_disk).Run();
}

Index::DroppedOriginals Index::DropOriginals(int64_t file) {
  Statement count(
      database_, "SELECT count(position), count(*) - count(position) FROM original WHERE file = ?");
  count.Bind(file).Step();
  const DroppedOriginals dropped{count.Number(0), count.Number(1)};
  Statement(database_,
            "DELETE FROM identity WHERE original IN (SELECT id FROM original WHERE file = ?)")
      .Bind(file)
      .Run();
  Statement(database_, "DELETE FROM original WHERE file = ?").Bind(file).Run();
  return dropped;
}

void Index::FinishLoading() {
  database_.Execute(
      "CREATE INDEX IF NOT EXISTS identity_value ON identity (value, kind);"
      "CREATE INDEX IF NOT EXISTS identity_original ON identity (original);"
      "CREATE INDEX IF NOT EXISTS original_customer ON original (customer);"
      "CREATE INDEX IF NOT EXISTS original_place ON original (file, position);"
      "CREATE INDEX IF NOT EXISTS record_response ON record (response);"
      "CREATE INDEX IF NOT EXISTS record_standing ON record (standing) WHERE standing <> "
      "'accepted'");
}

void Index::FinishMatching() {
  database_.Execute(
      "CREATE INDEX IF NOT EXISTS outcome_customer ON outcome (customer);"
      "CREATE INDEX IF NOT EXISTS record_outcome ON record (outcome)");
}

Status Index::Publish() {
  try {
    transaction_->Commit();
    transaction_.reset();
  } catch (const std::runtime_error& error) {
    return Error{"cannot write the index " + path_.string() + ": " + error.what() +
                 "; free space there, or name another place with --index"};
  }
  if (Status status = Rename(temporary_, path_); !status.ok()) return status;
  temporary_.clear();
  return {};
}

struct FileSink::Statements {
  explicit Statements(const Database& database)
      : original(database,
                 "INSERT INTO original (file, position, byte_begin, byte_end, household, customer,"
                 " own_id, username, first_name, last_name, birthday, change_type, version,"
                 " batch_number, batch_position)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        identity(database, "INSERT INTO identity (kind, value, original) VALUES (?, ?, ?)"),
        response(
            database,
            "INSERT INTO response (file, byte_begin, byte_end, number, time, time_whole_second,"
            " time_of_day, status, whole, quoted, has_errors_list, listed, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        record(database,
               "INSERT INTO record (file, byte_begin, byte_end, line, extractor, voice, response,"
               " position, customer_id, username, email, change_type, result, result_stated, error,"
               " standing, time, time_whole_second, time_of_day, number)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        fact(database,
             "INSERT INTO log_fact (file, byte_begin, byte_end, line, time, time_of_day, pattern, "
             "fact,"
             " number, batches, attempt, status, count, first, last, path, household)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        repair(
            database,
            "INSERT INTO repair (file, byte_begin, byte_end, line, what) VALUES (?, ?, ?, ?, ?)") {}
  Statement original;
  Statement identity;
  Statement response;
  Statement record;
  Statement fact;
  Statement repair;
};

namespace {

Statement& BindSpan(Statement& statement, int64_t file, Span span) {
  return statement.Bind(file)
      .Bind(static_cast<int64_t>(span.begin))
      .Bind(static_cast<int64_t>(span.end));
}

}  // namespace

FileSink::FileSink(Index* index, const SourceText* source, int64_t file)
    : index_(index),
      source_(source),
      file_(file),
      statements_(std::make_unique<Statements>(index->database())) {}

FileSink::~FileSink() = default;

void FileSink::OnOriginal(const Original& original) {
  // What is written is cut from the file as it was sent, so nothing may have been left out of it.
  if (source_->LeavesOut(original.span)) {
    OnRepair("an original with bytes in it that no text has, left out", original.span);
    return;
  }
  ++(original.nested ? copies_ : originals_);
  const Span span = source_->FileSpan(original.span);
  const std::string customer = CustomerKey(original);
  statements_->original.Bind(file_)
      .Bind(Known(original.position))
      .Bind(static_cast<int64_t>(span.begin))
      .Bind(static_cast<int64_t>(span.end))
      .Bind(int64_t{original.household})
      .Bind(customer)
      .Bind(original.id)
      .Bind(original.username)
      .Bind(original.first_name)
      .Bind(original.last_name)
      .Bind(original.birthday)
      .Bind(original.change_type)
      .Bind(original.version)
      .Bind(original.batch_number)
      .Bind(original.batch_position)
      .Run();
  const int64_t id = index_->database().LastRowId();
  for (const Identity& identity : original.identities) {
    statements_->identity.Bind(static_cast<int64_t>(identity.kind))
        .Bind(identity.value)
        .Bind(id)
        .Run();
  }
}

void FileSink::OnResponse(const Response& response) {
  ++responses_;
  const std::string content = ContentOf(response);
  BindSpan(statements_->response, file_, source_->FileSpan(response.span))
      .Bind(response.batch)
      .Bind(Milliseconds(response.time))
      .Bind(IsWholeSecond(response.time))
      .Bind(response.time_of_day)
      .Bind(response.status)
      .Bind(int64_t{response.whole})
      .Bind(int64_t{response.quoted})
      .Bind(int64_t{response.has_errors_list})
      .Bind(Known(response.listed))
      .Bind(content)
      .Run();
  const int64_t id = index_->database().LastRowId();
  for (const Record& record : response.records) {
    InsertRecord(record, id, response.batch, response.time_of_day);
  }
}

void FileSink::OnRecord(const Record& record, std::optional<int64_t> batch,
                        std::optional<int64_t> time_of_day) {
  InsertRecord(record, std::nullopt, batch, time_of_day);
}

void FileSink::InsertRecord(const Record& record, std::optional<int64_t> response,
                            std::optional<int64_t> batch, std::optional<int64_t> time_of_day) {
  ++records_;
  BindSpan(statements_->record, file_, source_->FileSpan(record.span))
      .Bind(source_->Line(record.span.begin))
      .Bind(record.extractor)
      .Bind(static_cast<int64_t>(record.voice))
      .Bind(response)
      .Bind(record.position)
      .Bind(record.customer_id)
      .Bind(record.username)
      .Bind(record.email)
      .Bind(record.change_type)
      .Bind(record.result)
      .Bind(int64_t{record.result_stated})
      .Bind(record.error)
      .Bind(StandingName(record.standing))
      .Bind(Milliseconds(record.time))
      .Bind(IsWholeSecond(record.time))
      .Bind(time_of_day)
      .Bind(batch)
      .Run();
}

void FileSink::OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                         std::optional<int64_t> time_of_day, Span where) {
  // A failure that a line names is a record, told by itself.
  if (fact.fact == Fact::kFailure) return;
  ++facts_;
  BindSpan(statements_->fact, file_, source_->FileSpan(where))
      .Bind(source_->Line(where.begin))
      .Bind(Milliseconds(time))
      .Bind(time_of_day)
      .Bind(fact.pattern)
      .Bind(static_cast<int64_t>(fact.fact))
      .Bind(Known(fact.batch))
      .Bind(Known(fact.batches))
      .Bind(Known(fact.attempt))
      .Bind(Known(fact.status))
      .Bind(Known(fact.count))
      .Bind(Known(fact.first))
      .Bind(Known(fact.last))
      .Bind(fact.path)
      .Bind(int64_t{fact.households})
      .Run();
}

void FileSink::OnRepair(std::string_view what, Span where) {
  ++repairs_;
  BindSpan(statements_->repair, file_, source_->FileSpan(where))
      .Bind(source_->Line(where.begin))
      .Bind(what)
      .Run();
}

}  // namespace analyzer
