#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/index/database.h"
#include "analyzer/index/inserter.h"

namespace analyzer {

// Copies what one index holds of files into another, where all gets the ids that reading the files
// now would give: nothing tells afterwards that they were not read. What matching made of them is
// left behind. Damage in the index that is copied from ends in std::runtime_error.
class CarryOver {
 public:
  // `from` is the index to copy from, which must not change meanwhile; both pointers must outlive
  // this.
  CarryOver(const std::filesystem::path& from, Database* to, Inserter* inserter);
  ~CarryOver();
  CarryOver(const CarryOver&) = delete;
  CarryOver& operator=(const CarryOver&) = delete;

  // The next file on disk, with all its members.
  void Take(const std::string& on_disk);
  // Copies what was taken, before anything else is inserted: files that follow upon each other in
  // both indexes go in one step.
  void Flush();
  // Copies the rows of a log's prefix, of so many bytes, to those of the file that the inserter
  // begins with it. How often which repair is among these.
  std::map<std::string, int64_t> CopyPrefix(const std::string& on_disk, int64_t bytes);
  // After the last Flush.
  void Finish();

 private:
  // Rows of `file` whose ids, and those of their originals, follow upon each other. Half-open.
  struct Range {
    int64_t file = 0;
    int64_t file_end = 0;
    int64_t original = 0;
    int64_t original_end = 0;
    int64_t moved_by = 0;  // ids of the originals, once they are copied
  };
  struct Moved;
  class Table;

  // Ids of one table's rows, half-open.
  struct Rows {
    int64_t begin = 0;
    int64_t end = 0;
  };
  static Rows RowsOf(Table* table, const Range& range);
  void CopyRecords(Rows answers, Rows records, int64_t files);

  Database* to_;
  Inserter* inserter_;
  Statement record_ids_;
  std::map<std::string, Range> files_;  // by their path on disk
  std::vector<std::unique_ptr<Table>> tables_;
  Range waiting_;
  std::vector<Range> copied_;
};

}  // namespace analyzer
