#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/index/database.h"
#include "analyzer/match/story.h"

namespace analyzer {

// What ReadFact takes of log_fact, which is `l`; more columns may be asked for behind these.
inline constexpr char kFactColumns[] =
    "SELECT l.id, file, byte_begin, time, pattern, fact, number, batches, attempt, status, count,"
    " first, last, l.path, household, time_of_day FROM log_fact l ";
FactRow ReadFact(const Statement& row);

// True of the facts with a time that count up to the moment that is bound to it.
inline constexpr char kThatCount[] = "time_of_day IS NULL AND coalesce(time, 0) <= ?";

// Told by a file of the client's own, not by a log.
bool IsSaved(Fact fact);
// Counted by the client: it is held against the evidence, and is none.
bool IsClaim(Fact fact);

// A log's file, and which facts are its.
struct FactFile {
  int64_t id = 0;
  int64_t first_id = 0;  // of its facts
  int64_t last_id = 0;
  std::pair<int64_t, int64_t> first_place;  // byte and id
  std::pair<int64_t, int64_t> last_place;
  int64_t first_time = 0;  // of the facts there
  int64_t last_time = 0;
};

// Reads the facts of one log's files, in their order: what its lines tell of its runs.
class FactReader {
 public:
  // `database` must outlive this; what is later than `as_of` is left out.
  FactReader(const Database& database, std::vector<FactFile> files, int64_t as_of);

  // Nothing behind the last.
  std::optional<FactRow> Next();

 private:
  std::vector<FactFile> files_;
  Statement rows_;
  int64_t as_of_;
  size_t at_ = 0;  // the file that is read next
  bool open_ = false;
};

}  // namespace analyzer
