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
  CopyRecords(range, files);
  for (const TableOf table : {kLogFact, kRepair}) {
    const int64_t begin = tables_[table]->FirstOf(range.file);
    const int64_t end = tables_[table]->FirstOf(range.file_end);
    tables_[table]->Copy(begin, end, {tables_[table]->NextId() - begin, files, 0});
  }
  copied_.push_back(range);
}

// All records have their ids in one order, whether they have rows or are packed in their answers.
void CarryOver::CopyRecords(const Range& range, int64_t files) {
  Table& answers = *tables_[kResponse];
  Table& rows = *tables_[kRecord];
  const int64_t answer = answers.FirstOf(range.file);
  const int64_t answer_end = answers.FirstOf(range.file_end);
  const int64_t row = rows.FirstOf(range.file);
  const int64_t row_end = rows.FirstOf(range.file_end);
  record_ids_.Bind(row).Bind(row_end).Bind(answer).Bind(answer_end).Step();
  const int64_t first = record_ids_.Number(0);
  const int64_t count = record_ids_.Number(1) - first;
  record_ids_.Reset();
  const int64_t records = inserter_->TakeRecordIds(count) - first;
  const int64_t moved_answers = answers.NextId() - answer;
  answers.Copy(answer, answer_end, {moved_answers, files, records});
  rows.Copy(row, row_end, {records, files, moved_answers});
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
