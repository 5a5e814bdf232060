#include "analyzer/match/runs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/match/path_match.h"

namespace analyzer {
namespace {

constexpr int64_t kSecond = 1000;
constexpr int64_t kHour = int64_t{3600} * kSecond;
constexpr int64_t kDay = 24 * kHour;

struct FactRow {
  int64_t file;
  int64_t byte_begin;
  int64_t time;
  Fact fact;
  std::optional<int64_t> number;
  std::optional<int64_t> batches;
  std::optional<int64_t> attempt;
  std::optional<int64_t> count;
  std::optional<int64_t> first;
  std::optional<int64_t> last;
  std::string path;
  bool household;
};

// Files that hold originals, and the way from a log's path to one of them.
class OriginalFiles {
 public:
  explicit OriginalFiles(Database* database) : database_(database) {
    Statement files(*database,
                    "SELECT f.id, f.path, count(*) FROM file f JOIN original o ON o.file = f.id"
                    " WHERE o.position IS NOT NULL GROUP BY f.id ORDER BY f.path");
    while (files.Step())
      files_.push_back({files.Number(0), PathParts(files.Text(1)), files.Number(2)});
  }

  struct File {
    int64_t id;
    std::vector<std::string> parts;
    int64_t items;
  };

  // Matches all paths that the logs name. Two that are not the same one, written from different
  // folders, cannot be one file: then it is the one that has more of its path in common.
  void Match(const std::vector<std::string>& paths) {
    std::map<const File*, std::vector<std::string>> claims;
    for (const std::string& path : paths) {
      found_[path] = Longest(PathParts(path));
      if (found_[path] != nullptr) claims[found_[path]].push_back(path);
    }
    for (const auto& [file, claimants] : claims) {
      for (const std::string& path : claimants) {
        for (const std::string& other : claimants) {
          if (Yields(*file, PathParts(path), PathParts(other))) found_[path] = nullptr;
        }
      }
    }
  }

  // nullptr where no file is certain.
  const File* Find(const std::string& path) const {
    const auto known = found_.find(path);
    return known == found_.end() ? nullptr : known->second;
  }

  std::vector<int64_t> Items(const File& file, int64_t first, int64_t last) {
    Statement items(*database_,
                    "SELECT id FROM original WHERE file = ? AND position >= ? AND position < ?"
                    " ORDER BY position");
    items.Bind(file.id).Bind(first).Bind(last);
    std::vector<int64_t> ids;
    while (items.Step()) ids.push_back(items.Number(0));
    return ids;
  }

 private:
  static bool Yields(const File& file, const std::vector<std::string>& path,
                     const std::vector<std::string>& other) {
    const bool same = CommonTail(path, other) == std::min(path.size(), other.size());
    return !same && CommonTail(path, file.parts) <= CommonTail(other, file.parts);
  }

  // nullptr where no file, or more than one, has the longest common tail.
  const File* Longest(const std::vector<std::string>& parts) const {
    const File* best = nullptr;
    size_t longest = 0;
    bool several = false;
    for (const File& file : files_) {
      const size_t common = CommonTail(parts, file.parts);
      if (common == 0 || common < longest) continue;
      several = common == longest;
      longest = common;
      best = &file;
    }
    return several ? nullptr : best;
  }

  Database* database_;
  std::vector<File> files_;
  std::map<std::string, const File*> found_;
};

// Items [first, last) of what a log calls `path`.
struct Part {
  std::string path;
  int64_t first;
  int64_t last;
};

struct Planned {
  std::string path;
  int64_t count;
  std::optional<int64_t> batches;  // nothing: all files are cut as one
};

struct Draft {
  Run run;
  std::vector<Planned> plan;
  std::map<int64_t, std::vector<Part>> parts;  // by batch number; as planned, then as loaded
  std::map<int64_t, Part> saved;               // files that hold a whole batch
  std::map<std::string, int64_t> counts;       // items of a path, as the log says
  std::set<int64_t> under_way;
  bool came_to_its_end = false;
  int64_t checked = 0;  // number of the batch last checked
};

// Files one after the other, cut into batches across their borders.
void CutAcross(const std::vector<Planned>& plan, int64_t size, Draft* draft) {
  int64_t number = 1;
  int64_t room = size;
  for (const Planned& file : plan) {
    for (int64_t at = 0; at < file.count;) {
      const int64_t take = std::min(room, file.count - at);
      draft->parts[number].push_back({file.path, at, at + take});
      at += take;
      room -= take;
      if (room == 0) {
        ++number;
        room = size;
      }
    }
  }
}

// Each file cut by itself, the numbers running on.
void CutEach(const std::vector<Planned>& plan, int64_t size, Draft* draft) {
  int64_t number = 1;
  for (const Planned& file : plan) {
    if ((file.count + size - 1) / size != *file.batches) return;  // not the size it was cut by
    for (int64_t at = 0; at < file.count; at += size) {
      draft->parts[number++] = {{file.path, at, std::min(at + size, file.count)}};
    }
  }
}

}  // namespace

// Follows the facts of each log in their order, then looks up what the paths in them mean.
class RunsLoader {
 public:
  RunsLoader(Index* index, Runs* runs)
      : database_(index->database()), files_(&database_), runs_(runs) {}

  void Load() {
    Statement rows(database_,
                   "SELECT file, byte_begin, time, fact, number, batches, attempt, count, first,"
                   " last, path, household FROM log_fact WHERE time IS NOT NULL"
                   " AND fact NOT IN (?, ?, ?) ORDER BY file, byte_begin, id");
    // What the client's own files tell is no line of a run's log.
    rows.Bind(static_cast<int64_t>(Fact::kSavedNoResult))
        .Bind(static_cast<int64_t>(Fact::kSavedNeverSent))
        .Bind(static_cast<int64_t>(Fact::kRemaining));
    while (rows.Step()) {
      Follow({rows.Number(0), rows.Number(1), rows.Number(2), static_cast<Fact>(rows.Number(3)),
              rows.NumberOrNothing(4), rows.NumberOrNothing(5), rows.NumberOrNothing(6),
              rows.NumberOrNothing(7), rows.NumberOrNothing(8), rows.NumberOrNothing(9),
              rows.Text(10), rows.Number(11) != 0});
    }
    std::vector<std::string> paths;
    Statement named(database_, "SELECT DISTINCT path FROM log_fact WHERE path <> '' ORDER BY path");
    while (named.Step()) paths.push_back(named.Text(0));
    files_.Match(paths);
    SetAnswersUntil();
    for (Draft& draft : drafts_) Settle(&draft);
    FindCopies();
    Store();
  }

 private:
  void Follow(const FactRow& row) {
    if (row.fact == Fact::kRunStarts || drafts_.empty() || drafts_.back().run.file != row.file) {
      drafts_.emplace_back();
      drafts_.back().run.id = static_cast<int64_t>(drafts_.size());
      drafts_.back().run.file = row.file;
      drafts_.back().run.started = row.time;
      drafts_.back().run.ended = row.time;
    }
    Draft& draft = drafts_.back();
    draft.run.ended = std::max(draft.run.ended, row.time);
    draft.came_to_its_end = false;
    draft.run.household |= row.household;
    Apply(row, &draft);
    Remember(row, draft);
  }

  void Apply(const FactRow& row, Draft* draft) {
    const int64_t number = row.number.value_or(0);
    switch (row.fact) {
      case Fact::kLoaded:
        draft->plan.push_back({row.path, row.count.value_or(0), row.batches});
        draft->counts[row.path] = row.count.value_or(0);
        break;
      case Fact::kCreated:
        Plan(row.count.value_or(0), draft);
        break;
      case Fact::kLoadingBatch:
        if (row.first && row.last && *row.last - *row.first == row.count) {
          draft->parts[number] = {{row.path, *row.first, *row.last}};
        } else {
          draft->parts.erase(number);
        }
        break;
      case Fact::kSending:
        Send(row, number, draft);
        break;
      case Fact::kSavedBatch:
        draft->saved[number] = {row.path, 0, row.count.value_or(0)};
        break;
      case Fact::kRunEnds:
        draft->came_to_its_end = true;
        break;
      case Fact::kChecking:
        draft->checked = number;
        break;
      case Fact::kAnswered:
      case Fact::kNoResult:
      case Fact::kNeverSent:
        draft->under_way.erase(number);
        break;
      default:
        break;
    }
  }

  void Plan(int64_t size, Draft* draft) {
    if (size <= 0 || draft->plan.empty()) return;
    const bool across = std::none_of(draft->plan.begin(), draft->plan.end(),
                                     [](const Planned& file) { return file.batches.has_value(); });
    const bool each = std::all_of(draft->plan.begin(), draft->plan.end(),
                                  [](const Planned& file) { return file.batches.has_value(); });
    if (across) CutAcross(draft->plan, size, draft);
    if (each) CutEach(draft->plan, size, draft);
  }

  void Send(const FactRow& row, int64_t number, Draft* draft) {
    Batch& batch = draft->run.batches[number];
    batch.attempts.push_back({next_attempt_++, row.attempt.value_or(1), row.time});
    draft->under_way.insert(number);
  }

  // What a line at this place, and up to the next fact, belongs to.
  void Remember(const FactRow& row, const Draft& draft) {
    Runs::LinePlace place{row.byte_begin, {draft.run.id, 0, 0}, 0};
    if (draft.under_way.size() == 1) place.place.batch = *draft.under_way.begin();
    place.checked = draft.checked;
    runs_->lines_[row.file].push_back(place);
  }

  // A log that is cut short lacks the lines behind its last answers.
  void SetAnswersUntil() {
    for (size_t i = 0; i < drafts_.size(); ++i) {
      Run& run = drafts_[i].run;
      run.answers_until = run.ended;
      if (drafts_[i].came_to_its_end) continue;
      run.answers_until += kHour;
      if (i + 1 == drafts_.size() || drafts_[i + 1].run.file != run.file) continue;
      run.answers_until = std::min(run.answers_until, drafts_[i + 1].run.started - 1);
    }
  }

  // From numbers and paths to items.
  void Settle(Draft* draft) {
    for (const auto& [number, parts] : draft->parts) draft->run.batches[number];
    for (const auto& [number, part] : draft->saved) draft->run.batches[number];
    for (auto& [number, batch] : draft->run.batches) {
      batch.id = next_batch_++;
      batch.run = draft->run.id;
      batch.number = number;
      batch_parts_[batch.id] = {};
      if (!Fill(draft->parts[number], *draft, &batch)) {
        const auto saved = draft->saved.find(number);
        if (saved != draft->saved.end()) Fill({saved->second}, *draft, &batch);
      }
    }
  }

  // False where a file is not known for certain, or is not the one that the log speaks of.
  bool Fill(const std::vector<Part>& parts, const Draft& draft, Batch* batch) {
    std::vector<int64_t> items;
    std::vector<std::pair<int64_t, Part>> known;
    for (const Part& part : parts) {
      const auto* file = files_.Find(part.path);
      if (file == nullptr) return false;
      const auto count = draft.counts.find(part.path);
      if (count != draft.counts.end() && count->second != file->items) return false;
      if (count == draft.counts.end() && part.first == 0 && draft.saved.contains(batch->number) &&
          draft.saved.at(batch->number).path == part.path && part.last != file->items) {
        return false;
      }
      const auto found = files_.Items(*file, part.first, part.last);
      if (static_cast<int64_t>(found.size()) != part.last - part.first) return false;
      items.insert(items.end(), found.begin(), found.end());
      known.emplace_back(file->id, part);
    }
    if (items.empty()) return false;
    batch->items = std::move(items);
    batch->items_known = true;
    batch_parts_[batch->id] = std::move(known);
    return true;
  }

  // The same log under two names tells of each run twice.
  void FindCopies() {
    std::map<std::vector<int64_t>, const Run*> known;
    for (Draft& draft : drafts_) {
      Run& run = draft.run;
      std::vector<int64_t> story = {run.started, run.ended};
      for (const auto& [number, batch] : run.batches) {
        for (const Attempt& attempt : batch.attempts) {
          story.insert(story.end(), {number, attempt.number, attempt.sent});
        }
      }
      const auto [first, fresh] = known.try_emplace(story, &run);
      if (!fresh && first->second->file != run.file) run.same_as = first->second->id;
    }
  }

  void Store() {
    for (Draft& draft : drafts_) runs_->runs_.push_back(std::move(draft.run));
    Statement run(database_,
                  "INSERT INTO run (id, file, started, ended, household, same_as)"
                  " VALUES (?, ?, ?, ?, ?, nullif(?, 0))");
    for (size_t i = 0; i < runs_->runs_.size(); ++i) {
      const Run& r = runs_->runs_[i];
      run.Bind(r.id)
          .Bind(r.file)
          .Bind(r.started)
          .Bind(r.ended)
          .Bind(int64_t{r.household})
          .Bind(r.same_as)
          .Run();
      for (const auto& [number, batch] : r.batches) {
        StoreBatch(batch);
        runs_->batch_places_[batch.id] = {i, number};
      }
    }
    // Until now lines knew batches by their numbers.
    for (auto& [file, lines] : runs_->lines_) {
      for (auto& line : lines) {
        const Run* told = runs_->FindRun(line.place.run);
        if (told->same_as != 0) line.place.run = told->same_as;
        const auto& batches = runs_->FindRun(line.place.run)->batches;
        const auto id_of = [&](int64_t number) {
          const auto found = batches.find(number);
          return found == batches.end() ? 0 : found->second.id;
        };
        line.place.batch = id_of(line.place.batch);
        line.checked = id_of(line.checked);
      }
    }
  }

  void StoreBatch(const Batch& batch) {
    Statement(
        database_,
        "INSERT INTO batch (id, run, number, items, answered, presumed, untold, unanswered, cause)"
        " VALUES (?, ?, ?, ?, 0, 0, 0, 0, '')")
        .Bind(batch.id)
        .Bind(batch.run)
        .Bind(batch.number)
        .Bind(batch.items_known ? std::optional(static_cast<int64_t>(batch.items.size()))
                                : std::nullopt)
        .Run();
    int64_t number = 0;
    for (const auto& [file, part] : batch_parts_[batch.id]) {
      Statement(database_,
                "INSERT INTO batch_part (batch, part, file, first, last) VALUES (?, ?, ?, ?, ?)")
          .Bind(batch.id)
          .Bind(number++)
          .Bind(file)
          .Bind(part.first)
          .Bind(part.last)
          .Run();
    }
    for (const Attempt& attempt : batch.attempts) {
      Statement(database_,
                "INSERT INTO attempt (id, batch, number, sent, ending) VALUES (?, ?, ?, ?, '')")
          .Bind(attempt.id)
          .Bind(batch.id)
          .Bind(attempt.number)
          .Bind(attempt.sent)
          .Run();
    }
  }

  Database& database_;
  OriginalFiles files_;
  Runs* runs_;
  std::vector<Draft> drafts_;
  std::map<int64_t, std::vector<std::pair<int64_t, Part>>> batch_parts_;
  int64_t next_batch_ = 1;
  int64_t next_attempt_ = 1;
};

Runs Runs::Load(Index* index) {
  Runs runs;
  RunsLoader(index, &runs).Load();
  return runs;
}

const Batch* Runs::FindBatch(int64_t id) const {
  const auto place = batch_places_.find(id);
  if (place == batch_places_.end()) return nullptr;
  return &runs_[place->second.first].batches.at(place->second.second);
}

const Run* Runs::FindRun(int64_t id) const {
  return id < 1 || id > static_cast<int64_t>(runs_.size()) ? nullptr : &runs_[id - 1];
}

Place Runs::PlaceOf(std::optional<int64_t> number, std::optional<LocalTime> time,
                    std::optional<int64_t> time_of_day) const {
  Place place;
  bool several = false;
  for (const Run& run : runs_) {
    if (run.same_as != 0) continue;
    int64_t from = 0;
    if (time) {
      from = time->milliseconds;
    } else if (time_of_day) {
      // The day is that of the run; one that runs past midnight has two.
      from = run.started - run.started % kDay + *time_of_day;
      if (from + kSecond <= run.started) from += kDay;
    } else {
      return {};
    }
    const int64_t to = from + (time && !time->whole_second ? 1 : kSecond);
    if (to <= run.started || from > run.answers_until) continue;
    Place here{run.id, 0, 0};
    if (number) {
      const auto batch = run.batches.find(*number);
      if (batch == run.batches.end()) continue;
      here.batch = batch->second.id;
      for (const Attempt& attempt : batch->second.attempts) {
        if (attempt.sent < to) here.attempt = attempt.id;
      }
      if (here.attempt == 0 && !batch->second.attempts.empty()) continue;
    }
    several = place.run != 0;
    if (several) break;
    place = here;
  }
  return several ? Place() : place;
}

Place Runs::PlaceOfLine(int64_t file, int64_t byte_begin, int64_t* checked) const {
  *checked = 0;
  const auto lines = lines_.find(file);
  if (lines == lines_.end()) return {};
  const auto next = std::upper_bound(
      lines->second.begin(), lines->second.end(), byte_begin,
      [](int64_t place, const LinePlace& line) { return place < line.byte_begin; });
  if (next == lines->second.begin()) return {};
  *checked = std::prev(next)->checked;
  return std::prev(next)->place;
}

}  // namespace analyzer
