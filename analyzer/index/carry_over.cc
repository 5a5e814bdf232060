#include "analyzer/index/carry_over.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/index/identity_pages.h"

namespace analyzer {
namespace {

// What Match writes into rows that it did not make.
constexpr std::array<std::string_view, 7> kOfMatching = {
    "response.run",     "response.batch", "response.attempt", "response.later",
    "record.set_aside", "record.outcome", "record.unpacked"};

bool IsOfMatching(const std::string& column) {
  return std::find(kOfMatching.begin(), kOfMatching.end(), column) != kOfMatching.end();
}

// Copies rows of one table: ?1 is added to their ids, ?2 to those of their files, ?3 to what else
// they refer to.
std::string CopySql(const Database& database, const std::string& table) {
  std::string columns;
  std::string values;
  std::string key = "file";
  Statement names(database, "SELECT name FROM pragma_table_info(?)");
  names.Bind(table);
  while (names.Step()) {
    const std::string name = names.Text(0);
    if (IsOfMatching(table + "." + name)) continue;
    columns += (columns.empty() ? "" : ", ") + name;
    values += (values.empty() ? "" : ", ") + name;
    if (name == "id") values += " + ?1";
    if (name == "file") values += " + ?2";
    if (name == "response" || name.starts_with("first_")) values += " + ?3";
    if (name == "id") key = name;
  }
  return "INSERT INTO main." + table + " (" + columns + ") SELECT " + values + " FROM old." +
         table + " WHERE " + key + " >= ?4 AND " + key + " < ?5" +
         (table == "record" ? " AND NOT unpacked" : "");
}

// The first id of the records that have rows in [?1, ?2) or are of answers in [?3, ?4), and the one
// behind the last.
constexpr char kRecordIds[] =
    "SELECT coalesce(min(first), 0), coalesce(max(behind), 0) FROM ("
    " SELECT min(id) AS first, max(id) + 1 AS behind FROM old.record"
    " WHERE id >= ?1 AND id < ?2 AND NOT unpacked UNION ALL"
    " SELECT min(first_record), max(first_record + records) FROM old.response"
    " WHERE id >= ?3 AND id < ?4)";

// The tables in which files and what was found in them is.
enum TableOf { kFile, kKeptFrame, kOriginal, kResponse, kRecord, kLogFact, kRepair };
constexpr std::array kTables = {"file",   "kept_frame", "original", "response",
                                "record", "log_fact",   "repair"};

const Database& AttachOld(const std::filesystem::path& from, Database* to) {
  to->Attach(from, "old");
  return *to;
}

}  // namespace

// By how much ids grow on the way.
struct CarryOver::Moved {
  int64_t ids = 0;  // of the rows themselves
  int64_t files = 0;
  int64_t others = 0;  // what else the rows refer to
};

// One of the tables that hold what was found in files. Each file was inserted as a whole, so that
// the rows of one follow upon each other, in the order of the files' ids.
class CarryOver::Table {
 public:
  Table(Database* database, const std::string& name)
      : database_(*database), name_(name), copy_(*database, CopySql(*database, name)) {}

  // Copies the rows whose ids, or whose files where they have none, lie in [begin, end).
  void Copy(int64_t begin, int64_t end, const Moved& moved) {
    copy_.Bind(moved.ids).Bind(moved.files).Bind(moved.others).Bind(begin).Bind(end).Run();
  }

  // The id of the next row of the index that is copied to.
  int64_t NextId() { return NextIdIn("main"); }

  // Copies rows, behind those that are there.
  void Append(Rows rows, int64_t files) {
    Copy(rows.begin, rows.end, {NextId() - rows.begin, files, 0});
  }

  // Those of one file's rows that tell of its first bytes. They come first, as a file is told in
  // the order of its bytes, but for what encloses something.
  Rows Before(Rows rows, int64_t bytes) {
    Statement behind(database_, "SELECT min(id) FROM old." + name_ +
                                    " WHERE id >= ? AND id < ? AND byte_begin >= ?");
    behind.Bind(rows.begin).Bind(rows.end).Bind(bytes).Step();
    return {rows.begin, behind.NumberOrNothing(0).value_or(rows.end)};
  }

  // The first id of a row of this file, or of one with a greater id.
  int64_t FirstOf(int64_t file) {
    if (!probe_) {
      probe_.emplace(database_,
                     "SELECT id, file FROM old." + name_ + " WHERE id >= ? ORDER BY id LIMIT 1");
      end_ = NextIdIn("old");
    }
    int64_t first = end_;
    int64_t begin = 0;
    int64_t end = end_;
    while (begin < end) {
      const int64_t middle = begin + (end - begin) / 2;
      probe_->Bind(middle);
      const bool found = probe_->Step();
      if (found && probe_->Number(1) < file) {
        begin = probe_->Number(0) + 1;
      } else {
        end = middle;
        if (found) first = probe_->Number(0);
      }
      probe_->Reset();
    }
    return first;
  }

 private:
  int64_t NextIdIn(const std::string& schema) {
    return database_.Number(
        ("SELECT coalesce(max(id), 0) + 1 FROM " + schema + "." + name_).c_str());
  }

  Database& database_;
  std::string name_;
  Statement copy_;
  std::optional<Statement> probe_;
  int64_t end_ = 0;
};

CarryOver::CarryOver(const std::filesystem::path& from, Database* to, Inserter* inserter)
    : to_(to), inserter_(inserter), record_ids_(AttachOld(from, to), kRecordIds) {
  Statement rows(*to,
                 "SELECT on_disk, id, first_original, first_original + originals FROM old.file"
                 " ORDER BY id");
  Range* last = nullptr;
  while (rows.Step()) {
    const int64_t file = rows.Number(1);
    const int64_t original = rows.Number(2);
    // Ids of originals that were taken out again were given out nevertheless.
    if (last != nullptr && last->file_end == file) last->original_end = original;
    const auto [at, fresh] = files_.try_emplace(rows.Text(0));
    last = &at->second;
    if (fresh) *last = {file, file, original, original, 0};
    last->file_end = file + 1;
    last->original_end = rows.Number(3);
  }
  for (const char* const name : kTables) tables_.push_back(std::make_unique<Table>(to, name));
}

CarryOver::~CarryOver() = default;

void CarryOver::Take(const std::string& on_disk) {
  const auto found = files_.find(on_disk);
  if (found == files_.end()) return;  // an archive in which nothing was read
  const Range& range = found->second;
  if (range.file != waiting_.file_end || range.original != waiting_.original_end) {
    Flush();
    waiting_ = range;
  }
  waiting_.file_end = range.file_end;
  waiting_.original_end = range.original_end;
}

void CarryOver::Flush() {
  if (waiting_.file == waiting_.file_end) return;
  Range range = std::exchange(waiting_, {});
  range.moved_by = inserter_->TakeOriginalIds(range.original_end - range.original) - range.original;
  const int64_t files = inserter_->TakeFileIds(range.file_end - range.file) - range.file;
  tables_[kFile]->Copy(range.file, range.file_end, {files, 0, range.moved_by});
  tables_[kKeptFrame]->Copy(range.file, range.file_end, {0, files, 0});
  tables_[kOriginal]->Copy(range.original, range.original_end, {range.moved_by, files, 0});
  CopyRecords(RowsOf(tables_[kResponse].get(), range), RowsOf(tables_[kRecord].get(), range),
              files);
  for (const TableOf table : {kLogFact, kRepair})
    tables_[table]->Append(RowsOf(tables_[table].get(), range), files);
  copied_.push_back(range);
}

std::map<std::string, int64_t> CarryOver::CopyPrefix(const std::string& on_disk, int64_t bytes) {
  Flush();
  const Range& range = files_.at(on_disk);
  const int64_t files = inserter_->BeginFile() - range.file;
  const auto rows_of = [&](TableOf table) {
    return tables_[table]->Before(RowsOf(tables_[table].get(), range), bytes);
  };
  CopyRecords(rows_of(kResponse), rows_of(kRecord), files);
  tables_[kLogFact]->Append(rows_of(kLogFact), files);
  const Rows repairs = rows_of(kRepair);
  tables_[kRepair]->Append(repairs, files);
  std::map<std::string, int64_t> count;
  Statement whats(*to_, "SELECT what FROM old.repair WHERE id >= ? AND id < ?");
  whats.Bind(repairs.begin).Bind(repairs.end);
  while (whats.Step()) ++count[whats.Text(0)];
  return count;
}

CarryOver::Rows CarryOver::RowsOf(Table* table, const Range& range) {
  return {table->FirstOf(range.file), table->FirstOf(range.file_end)};
}

// All records have their ids in one order, whether they have rows or are packed in their answers.
void CarryOver::CopyRecords(Rows answers, Rows records, int64_t files) {
  record_ids_.Bind(records.begin).Bind(records.end).Bind(answers.begin).Bind(answers.end).Step();
  const int64_t first = record_ids_.Number(0);
  const int64_t count = record_ids_.Number(1) - first;
  record_ids_.Reset();
  const int64_t moved_records = inserter_->TakeRecordIds(count) - first;
  const int64_t moved_answers = tables_[kResponse]->NextId() - answers.begin;
  tables_[kResponse]->Copy(answers.begin, answers.end, {moved_answers, files, moved_records});
  tables_[kRecord]->Copy(records.begin, records.end, {moved_records, files, moved_answers});
}

void CarryOver::Finish() {
  std::sort(copied_.begin(), copied_.end(),
            [](const Range& a, const Range& b) { return a.original < b.original; });
  ForEachIdentity(*to_, "old", [&](const IdentityEntry& entry) {
    const auto behind =
        std::upper_bound(copied_.begin(), copied_.end(), entry.original,
                         [](int64_t id, const Range& range) { return id < range.original; });
    if (behind == copied_.begin()) return;
    const Range& range = *std::prev(behind);
    if (entry.original < range.original_end)
      inserter_->AddIdentity(entry.hash, entry.original + range.moved_by);
  });
}

}  // namespace analyzer
