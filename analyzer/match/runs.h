#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/match/item_list.h"
#include "analyzer/match/story.h"

namespace analyzer {

struct Batch {
  int64_t id = 0;
  int64_t run = 0;
  int64_t number = 0;
  bool items_known = false;
  ItemList items;                // in the order in which they were sent
  std::optional<int64_t> count;  // of the items; also where only the log's lines tell it
  BatchStory story;

  const std::vector<Attempt>& attempts() const { return story.attempts; }
  // When it was sent last (Attempt::moment); nothing where it never was, as far as is known.
  std::optional<int64_t> last_sent() const;
};

struct Run {
  int64_t id = 0;  // in the order of their begin
  int64_t file = 0;
  int64_t started = 0;
  int64_t ended = 0;  // the last line of it
  // Until when an answer may be of this run: its last line where it came to its end; else later,
  // as its log is cut short.
  int64_t answers_until = 0;
  bool household = false;
  int64_t same_as = 0;               // the run that a copy of this log told of before; 0: none
  std::map<int64_t, Batch> batches;  // by number; empty for a copy
};

// Where a record or response belongs. 0: not known.
struct Place {
  int64_t run = 0;
  int64_t batch = 0;
  int64_t attempt = 0;
};

// The runs that the logs tell of, and what each sent in which batch.
class Runs {
 public:
  Runs(Runs&&) = default;
  Runs(const Runs&) = delete;
  Runs& operator=(Runs&&) = delete;
  Runs& operator=(const Runs&) = delete;

  // Reads the log facts in the index, those later than `as_of` left out.
  static Runs Load(Index* index, std::optional<int64_t> as_of);
  // Writes the runs, batches and attempts into it.
  void Store(Index* index) const;

  const std::vector<Run>& all() const { return runs_; }
  // nullptr for 0.
  const Batch* FindBatch(int64_t id) const;
  const Run* FindRun(int64_t id) const;

  // Attempts without a result that a file tells of, and no log: how many, by the file's path. Whom
  // they sent is not known.
  const std::map<std::string, int64_t>& unplaced() const { return unplaced_; }

  // The places that an answer of batch `number` at that time (or at that time of some day) may
  // have: one of each run that fits. None where neither time is known.
  std::vector<Place> PlacesOf(std::optional<int64_t> number, std::optional<LocalTime> time,
                              std::optional<int64_t> time_of_day) const;

  // The moment at which it was that time of day in a run; nothing where it never was, or `run` is
  // 0.
  std::optional<LocalTime> MomentOf(int64_t run, std::optional<int64_t> time_of_day) const;

  // The place of a log line that names a failure: its run, and its batch where no other batch was
  // under way. *checked is the batch whose check the log began last, 0 for none.
  Place PlaceOfLine(int64_t file, int64_t byte_begin, int64_t* checked) const;

 private:
  Runs() = default;

  struct LinePlace {
    int64_t byte_begin;
    Place place;
    int64_t checked;
  };
  struct FilePart {
    int64_t batch;
    int64_t file;
    int64_t first;  // items, half-open
    int64_t last;
  };
  friend class RunsLoader;
  struct BatchRows;
  void StoreBatch(const Batch& batch, BatchRows* rows) const;

  std::vector<Run> runs_;
  std::vector<const Batch*> batches_;               // in the runs; by id, from 1
  std::map<int64_t, std::deque<LinePlace>> lines_;  // by file; from that byte on
  std::vector<FilePart> parts_;                     // in the order of the batches
  std::map<std::string, int64_t> unplaced_;
};

}  // namespace analyzer
