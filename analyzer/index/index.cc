#include "analyzer/index/index.h"

#include <unistd.h>

#include <stdexcept>
#include <string_view>
#include <utility>

#include "analyzer/base/copy_file.h"
#include "analyzer/base/files.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/index/carry_over.h"
#include "analyzer/index/index_file.h"
#include "analyzer/index/inserter.h"
#include "analyzer/index/schema.h"

namespace analyzer {
namespace {

// What is worked on goes where it does not become an index.
class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path Release() { return std::exchange(path_, {}); }

 private:
  std::filesystem::path path_;
};

std::filesystem::path HomeOf(const std::filesystem::path& index) {
  return std::filesystem::absolute(index).lexically_normal().parent_path();
}

}  // namespace

Result<std::unique_ptr<Index>> Index::Create(const std::filesystem::path& path) {
  if (IsThere(path)) {
    if (Status status = CheckReplaceable(path); !status.ok()) return status.error();
  }
  return WorkOn(path, true);
}

Result<std::unique_ptr<Index>> Index::Open(const std::filesystem::path& path, bool may_create) {
  if (may_create && !IsThere(path)) return WorkOn(path, false);
  if (const auto checked = OpenChecked(path); !checked.ok()) return checked.error();
  return WorkOn(path, false);
}

Status Index::Check(const std::filesystem::path& path) {
  if (IsThere(path)) return CheckReadable(path);
  return Error{"there is no index " + path.string() +
               "; make one with `recover` or with `index` and `scan`, or name another with "
               "--index"};
}

Result<std::unique_ptr<Index>> Index::CreateTemporary() {
  auto database = Database::OpenTemporary();
  if (!database.ok()) return database.error();
  database.value().Execute(kIndexSchema);
  return std::unique_ptr<Index>(new Index({}, {}, {}, std::move(database.value())));
}

Result<Database> Index::OpenChecked(const std::filesystem::path& path) {
  if (Status status = Check(path); !status.ok()) return status.error();
  auto database = Database::OpenToRead(path);
  if (database.ok()) CheckSchema(&database.value(), path);
  return database;
}

Result<std::unique_ptr<Index>> Index::OpenToRead(const std::filesystem::path& path) {
  auto database = OpenChecked(path);
  if (!database.ok()) return database.error();
  return std::unique_ptr<Index>(new Index({}, {}, HomeOf(path), std::move(database.value())));
}

Result<std::unique_ptr<Index>> Index::OpenTemporaryCopy(const std::filesystem::path& path) {
  auto original = OpenChecked(path);
  if (!original.ok()) return original.error();
  auto copy = Database::OpenTemporary();
  if (!copy.ok()) return copy.error();
  copy.value().CopyFrom(original.value());
  return std::unique_ptr<Index>(new Index({}, {}, HomeOf(path), std::move(copy.value())));
}

Result<std::unique_ptr<Index>> Index::WorkOn(const std::filesystem::path& path, bool anew) {
  std::filesystem::path beside = path;
  beside += ".new";
  auto lock = FileLock::TakeNew(beside, path);
  if (!lock.ok()) return lock.error();
  Unfinished temporary(beside);  // gone before the lock is
  // Another run may have made it in the meantime.
  const bool fresh = anew || !IsThere(path);
  if (!fresh) {
    if (Status status = CopyFile(path, temporary.path()); !status.ok()) return status.error();
  }
  auto database = Database::Open(temporary.path());
  if (!database.ok()) return database.error();
  try {
    // It is thrown away unless it is finished: no journal is needed. SQLite builds the list of a
    // CHECK anew for each row, so that tests hold whole indexes against these instead (PRAGMA
    // integrity_check).
    const std::string cache = std::to_string(Memory().OfIndex() >> 10U);  // KiB
    database.value().Execute(
        ("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;"
         "PRAGMA ignore_check_constraints = ON;"
         "PRAGMA cache_size = -" +
         cache)
            .c_str());
    if (fresh) database.value().Execute(kIndexSchema);
    std::unique_ptr<Index> index(
        new Index(path, temporary.path(), HomeOf(path), std::move(database.value())));
    index->lock_.emplace(std::move(lock.value()));
    (void)temporary.Release();
    return index;
  } catch (const std::runtime_error& error) {
    return Error{"cannot make the index " + path.string() + ": " + error.what()};
  }
}

Index::Index(std::filesystem::path path, std::filesystem::path temporary,
             std::filesystem::path home, Database database)
    : path_(std::move(path)),
      temporary_(std::move(temporary)),
      home_(std::move(home)),
      database_(std::move(database)) {
  transaction_ = std::make_unique<Transaction>(&database_);
}

Index::~Index() {
  carry_over_.reset();
  inserter_.reset();
  transaction_.reset();
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

bool Index::IsMatched(std::optional<int64_t> as_of) {
  Statement row(database_, "SELECT 1 FROM matching WHERE as_of IS ?");
  return row.Bind(as_of).Step();
}

Inserter& Index::inserter() {
  if (!inserter_) inserter_ = std::make_unique<Inserter>(&database_);
  return *inserter_;
}

int64_t Index::Add(const Findings& findings) {
  if (carry_over_) carry_over_->Flush();
  return inserter().Insert(findings);
}

std::map<std::string, int64_t> Index::AddPrefixFrom(const std::filesystem::path& old,
                                                    const std::string& on_disk, int64_t bytes) {
  if (!carry_over_) carry_over_ = std::make_unique<CarryOver>(old, &database_, &inserter());
  return carry_over_->CopyPrefix(on_disk, bytes);
}

void Index::AddReading(const Reading& reading) { inserter().InsertReading(reading); }

void Index::AddFrom(const std::filesystem::path& old, const std::string& on_disk) {
  if (!carry_over_) carry_over_ = std::make_unique<CarryOver>(old, &database_, &inserter());
  carry_over_->Take(on_disk);
}

bool Index::HasBatchFiles() {
  if (carry_over_) carry_over_->Flush();
  return database_.Number("SELECT EXISTS (SELECT 1 FROM file WHERE given_as = 'batch')") != 0;
}

void Index::Restamp(const std::string& on_disk, const FileStamp& stamp, bool settled) {
  Statement(database_,
            "UPDATE reading SET modified = ?, changed = ?, settled = ? WHERE on_disk = ?")
      .Bind(stamp.modified)
      .Bind(stamp.changed)
      .Bind(int64_t{settled})
      .Bind(on_disk)
      .Run();
}

std::vector<IndexedFile> Index::Files() {
  std::vector<IndexedFile> files;
  ForEachFile([&](IndexedFile file) { files.push_back(std::move(file)); });
  return files;
}

void Index::ForEachFile(const std::function<void(IndexedFile)>& visit) {
  ForEachIndexedFile(database_, FromHome(visit));
}

void Index::ForEachFileOfOriginals(const std::function<void(IndexedFile)>& visit) {
  ForEachIndexedFileOfOriginals(database_, FromHome(visit));
}

std::function<void(IndexedFile)> Index::FromHome(
    const std::function<void(IndexedFile)>& visit) const {
  return [this, &visit](IndexedFile file) {
    file.on_disk = OnDisk(file.on_disk).string();
    visit(std::move(file));
  };
}

std::filesystem::path Index::OnDisk(const std::string& named) const {
  return named.empty() ? std::filesystem::path() : home_ / named;
}

void Index::NameFilesFrom(const std::filesystem::path& folder) {
  const std::vector<IndexedFile> files = Files();
  for (const char* const table : {"file", "reading", "reading_note", "log_prefix"}) {
    Statement rename(database_,
                     std::string("UPDATE ") + table + " SET on_disk = ? WHERE on_disk = ?");
    for (const IndexedFile& file : files) {
      const std::string named = std::filesystem::path(file.on_disk).lexically_relative(folder);
      rename.Bind(named).Bind(file.on_disk).Run();
    }
  }
}

void Index::Drop(const std::string& on_disk) { Drop(std::vector<std::string>{on_disk}); }

void Index::Drop(const std::vector<std::string>& on_disk) {
  database_.Execute("CREATE TEMP TABLE dropped (on_disk TEXT PRIMARY KEY)");
  {
    Statement insert(database_, "INSERT OR IGNORE INTO dropped (on_disk) VALUES (?)");
    for (const std::string& path : on_disk) {
      insert.Bind(path).Run();
      // As NameFilesFrom names it.
      insert.Bind(std::filesystem::path(path).lexically_relative(home_).string()).Run();
    }
  }
  {
    Statement members(database_,
                      "SELECT path FROM file WHERE on_disk IN (SELECT on_disk FROM dropped)");
    std::vector<OriginalIds> gone;
    while (members.Step()) gone.push_back(DeleteOriginals(members.Text(0)));
    inserter().Forget(std::move(gone));
  }
  const std::string those = "on_disk IN (SELECT on_disk FROM dropped)";
  const std::string of_file = " WHERE file IN (SELECT id FROM file WHERE " + those + ")";
  std::vector<std::string> statements;
  for (const char* const table : {"kept_frame", "record", "response", "log_fact", "repair"})
    statements.push_back(std::string("DELETE FROM ") + table + of_file);
  for (const char* const table : {"file", "reading", "reading_note", "log_prefix"})
    statements.push_back(std::string("DELETE FROM ") + table + " WHERE " + those);
  statements.emplace_back("DROP TABLE dropped");
  for (const std::string& sql : statements) database_.Execute(sql.c_str());
}

Index::DroppedOriginals Index::DropOriginals(const std::string& path) {
  Statement count(database_, "SELECT items, originals - items FROM file WHERE path = ?");
  count.Bind(path).Step();
  const DroppedOriginals dropped{count.Number(0), count.Number(1)};
  inserter().Forget({DeleteOriginals(path)});
  Statement(database_, "UPDATE file SET items = 0, originals = 0 WHERE path = ?").Bind(path).Run();
  return dropped;
}

// Of a file; their ids.
OriginalIds Index::DeleteOriginals(const std::string& path) {
  Statement ids(database_,
                "SELECT first_original, first_original + originals FROM file WHERE path = ?");
  if (!ids.Bind(path).Step()) return {};
  const OriginalIds gone{ids.Number(0), ids.Number(1)};
  Statement(database_, "DELETE FROM original WHERE id >= ? AND id < ?")
      .Bind(gone.first)
      .Bind(gone.last)
      .Run();
  return gone;
}

void Index::FinishLoading() {
  if (carry_over_) {
    carry_over_->Flush();
    carry_over_->Finish();
  }
  if (inserter_) inserter_->Finish();
  inserter_.reset();
  database_.Execute(
      "CREATE INDEX IF NOT EXISTS reading_note_reading ON reading_note (on_disk);"
      "CREATE INDEX IF NOT EXISTS record_response ON record (response);"
      "CREATE INDEX IF NOT EXISTS response_record ON response (first_record);"
      "CREATE INDEX IF NOT EXISTS record_standing ON record (standing) WHERE standing <> "
      "'accepted';"
      "PRAGMA shrink_memory");
  GiveBackMemory();
}

void Index::FinishMatching() {
  database_.Execute(
      "CREATE INDEX IF NOT EXISTS outcome_customer ON outcome (customer);"
      "CREATE INDEX IF NOT EXISTS outcome_original ON outcome (original);"
      "CREATE INDEX IF NOT EXISTS candidate_original ON candidate (original);"
      "CREATE INDEX IF NOT EXISTS record_outcome ON record (outcome);"
      "PRAGMA shrink_memory");
  GiveBackMemory();
}

Status Index::Commit() {
  if (!transaction_) return {};
  try {
    carry_over_.reset();
    inserter_.reset();
    transaction_->Commit();
    transaction_.reset();
    return {};
  } catch (const std::runtime_error& error) {
    return Error{std::string("cannot write ") + error.what() +
                 "; or name another place with --index"};
  }
}

Status Index::Publish() {
  if (Status status = Commit(); !status.ok()) return status;
  if (Status status = Rename(temporary_, path_); !status.ok()) return status;
  temporary_.clear();
  return {};
}

}  // namespace analyzer
