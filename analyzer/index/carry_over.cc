#include "analyzer/index/carry_over.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "analyzer/index/identity_pages.h"

namespace analyzer {
namespace {

// What Match writes into rows that it did not make.
constexpr std::array<std::string_view, 5> kOfMatching = {"run", "batch", "attempt", "outcome",
                                                         "set_aside"};

bool IsOfMatching(std::string_view column) {
  return std::find(kOfMatching.begin(), kOfMatching.end(), column) != kOfMatching.end();
}

// Copies rows of one table: ?1 is added to their ids, ?2 to those of their files, ?3 to what else
// they refer to.
std::string CopySql(const Database& database, const std::string& table) {
  std::string columns;
  std::string values;
  bool has_id = false;
  Statement names(database, "SELECT name FROM pragma_table_info(?)");
  names.Bind(table);
  while (names.Step()) {
    const std::string name = names.Text(0);
    if (IsOfMatching(name)) continue;
    has_id = has_id || name == "id";
    columns += (columns.empty() ? "" : ", ") + name;
    values += (values.empty() ? "" : ", ") + name;
    if (name == "id") values += " + ?1";
    if (name == "file") values += " + ?2";
    if (name == "response" || name == "first_original") values += " + ?3";
  }
  const std::string key = has_id ? "id" : "file";
  return "INSERT INTO main." + table + " (" + columns + ") SELECT " + values + " FROM old." +
         table + " WHERE " + key + " >= ?4 AND " + key + " < ?5";
}

}  // namespace

// One of the tables that hold what was found in files. Each file was inserted as a whole, so that
// the rows of one follow upon each other, in the order of the files' ids.
class CarryOver::Table {
 public:
  Table(Database* database, const std::string& name)
      : database_(*database), name_(name), copy_(*database, CopySql(*database, name)) {}

  // Copies the rows whose key lies in [begin, end).
  void Copy(int64_t begin, int64_t end, int64_t moved_by, int64_t files_moved_by,
            int64_t others_moved_by) {
    copy_.Bind(moved_by).Bind(files_moved_by).Bind(others_moved_by).Bind(begin).Bind(end).Run();
  }

  // Copies the rows of files [file, file_end) behind those that are there; by how much their ids
  // were moved.
  int64_t CopyOf(const Range& range, int64_t files_moved_by, int64_t others_moved_by) {
    const int64_t begin = FirstOf(range.file);
    const int64_t end = FirstOf(range.file_end);
    const int64_t moved_by = NextId("main") - begin;
    if (begin < end) Copy(begin, end, moved_by, files_moved_by, others_moved_by);
    return moved_by;
  }

 private:
  int64_t NextId(const std::string& schema) {
    return database_.Number(
        ("SELECT coalesce(max(id), 0) + 1 FROM " + schema + "." + name_).c_str());
  }

  // The first id of a row of this file, or of one with a greater id.
  int64_t FirstOf(int64_t file) {
    if (!probe_) {
      probe_.emplace(database_,
                     "SELECT id, file FROM old." + name_ + " WHERE id >= ? ORDER BY id LIMIT 1");
      end_ = NextId("old");
    }
    int64_t begin = 0;
    int64_t end = end_;
    while (begin < end) {
      const int64_t middle = begin + (end - begin) / 2;
      probe_->Bind(middle);
      const bool is_behind = !probe_->Step() || probe_->Number(1) >= file;
      if (is_behind) {
        end = middle;
      } else {
        begin = probe_->Number(0) + 1;
      }
      probe_->Reset();
    }
    return begin;
  }

  Database& database_;
  std::string name_;
  Statement copy_;
  std::optional<Statement> probe_;
  int64_t end_ = 0;
};

CarryOver::CarryOver(const std::filesystem::path& from, Database* to, Inserter* inserter)
    : to_(to), inserter_(inserter) {
  to->Attach(from, "old");
  Statement rows(*to,
                 "SELECT on_disk, id, first_original, first_original + originals FROM old.file"
                 " ORDER BY id");
  while (rows.Step()) {
    const auto [at, fresh] = files_.try_emplace(rows.Text(0));
    if (fresh) at->second = {rows.Number(1), 0, rows.Number(2), 0, 0};
    at->second.file_end = rows.Number(1) + 1;
    at->second.original_end = rows.Number(3);
  }
  for (const char* const name :
       {"file", "kept_frame", "original", "response", "record", "log_fact", "repair"}) {
    tables_.push_back(std::make_unique<Table>(to, name));
  }
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
  Range range = waiting_;
  waiting_ = {};
  const int64_t originals = range.original_end - range.original;
  range.moved_by = inserter_->TakeOriginalIds(originals) - range.original;
  const int64_t files = to_->Number("SELECT coalesce(max(id), 0) + 1 FROM main.file") - range.file;
  enum { kFile, kKeptFrame, kOriginal, kResponse };
  tables_[kFile]->Copy(range.file, range.file_end, files, 0, range.moved_by);
  tables_[kKeptFrame]->Copy(range.file, range.file_end, 0, files, 0);
  tables_[kOriginal]->Copy(range.original, range.original_end, range.moved_by, files, 0);
  const int64_t responses = tables_[kResponse]->CopyOf(range, files, 0);
  for (size_t i = kResponse + 1; i < tables_.size(); ++i)
    tables_[i]->CopyOf(range, files, responses);
  copied_.push_back(range);
}

void CarryOver::Finish() {
  std::sort(copied_.begin(), copied_.end(),
            [](const Range& a, const Range& b) { return a.original < b.original; });
  ForEachIdentity(*to_, "old", [&](uint64_t hash, int64_t original) {
    const auto behind = std::upper_bound(
        copied_.begin(), copied_.end(), original,
        [](int64_t id, const Range& range) { return id < range.original; });
    if (behind == copied_.begin()) return;
    const Range& range = *(behind - 1);
    if (original < range.original_end) inserter_->AddIdentity(hash, original + range.moved_by);
  });
}

}  // namespace analyzer
