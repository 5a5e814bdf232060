#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/extract/log_fact.h"

namespace analyzer {

// A fact of the index that a log line tells.
struct FactRow {
  int64_t id = 0;
  int64_t file = 0;
  int64_t byte_begin = 0;
  int64_t time = 0;  // milliseconds
  std::string pattern;
  Fact fact = Fact::kTotal;
  std::optional<int64_t> number;  // of the batch
  std::optional<int64_t> batches;
  std::optional<int64_t> attempt;
  std::optional<int64_t> status;
  std::optional<int64_t> count;
  std::optional<int64_t> first;
  std::optional<int64_t> last;
  std::string path;
  bool household = false;
};

// Milliseconds; clients give up sooner.
inline constexpr int64_t kLongestRequest = int64_t{10} * 60 * 1000;

// One sending of a batch.
struct Attempt {
  int64_t id = 0;  // in the index; set by Runs
  int64_t number = 0;
  int64_t sent = 0;           // milliseconds; where it is not known, the earliest that it may be
  bool sent_is_known = true;  // false: the log lacks that line
  int64_t sent_by = 0;        // the fact that tells the sending; 0: none
  std::string ending = {};    // as in the schema; empty where no line tells it
  std::optional<int64_t> ended = {};
  int64_t told_by = 0;  // the fact that tells the ending; 0: none

  bool answered() const { return ending == "answered"; }
  // What orders it among others. Requests last seconds: where the line of its sending is lost, the
  // end is nearer to it than the earliest that it may be.
  int64_t moment() const { return sent_is_known ? sent : ended.value_or(sent); }
};

// Items [first, last) of what a log calls `path`.
struct Part {
  std::string path;
  int64_t first = 0;
  int64_t last = 0;

  bool operator==(const Part& other) const = default;
};

// A batch, as its run's log tells of it.
struct BatchStory {
  std::optional<int64_t> count;  // of items, as the lines of loading and sending say
  std::vector<Part> parts;       // as planned, or as loaded; empty where the log does not tell
  std::optional<Part> saved;     // a file that holds the whole batch
  std::vector<Attempt> attempts;
  bool answered = false;         // a line says so
  bool body_broken = false;      // HTTP 200, but the client could not read the body
  bool never_sent = false;       // a line says so
  bool confused = false;         // lines of two runs tell of it: whose is whose?
  int64_t failures_counted = 0;  // by the client, of the answer
};

struct RunStory {
  int64_t file = 0;  // in which it begins
  int64_t started = 0;
  int64_t ended = 0;  // the last line of it
  bool household = false;
  bool begins = false;  // its first line is there
  bool came_to_its_end = false;
  std::map<std::string, int64_t> counts;  // items of a path, as the log says
  std::map<int64_t, BatchStory> batches;  // by number
  std::optional<size_t> copy_of;          // in the same list: another copy of its log told of it
};

// What is under way behind a line.
struct LineContext {
  int64_t file = 0;
  int64_t byte_begin = 0;
  std::optional<size_t> run;       // nothing: several are, or none
  std::optional<int64_t> batch;    // the number of the one that is under way alone
  std::optional<int64_t> checked;  // the number of the one whose check began last
};

struct Story {
  std::vector<RunStory> runs;  // in the order of their logs
  std::deque<LineContext> lines;
  // Attempts without a result that a file tells of, and no log: how many, by the file's path.
  std::map<std::string, int64_t> unplaced;
};

// The earliest moment at which what ended then may have been sent in a run.
int64_t EarliestSending(const RunStory& run, int64_t ended);

// Gives the facts of one log, those of its files in their order; nothing behind the last.
using NextFact = std::function<std::optional<FactRow>()>;

// Follows the facts of logs, of which it keeps no more than a run's plan at once. Copies of one
// log, also partial ones, are put together into the first of them.
Story FollowLogs(const std::vector<NextFact>& logs);

}  // namespace analyzer
