#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzer/match/batch_files.h"
#include "analyzer/match/fact_reader.h"
#include "analyzer/match/log_series.h"
#include "analyzer/match/runs.h"
#include "analyzer/match/saved_batches.h"

namespace analyzer {

// From the facts in the index to runs, and from the paths and numbers in them to originals.
class RunsLoader {
 public:
  RunsLoader(Index* index, std::optional<int64_t> as_of, Runs* runs)
      : database_(index->database()),
        as_of_(as_of),
        files_(&database_),
        runs_(*runs),
        household_(database_, "SELECT household FROM original WHERE id = ?") {}

  void Load() {
    FindFacts();
    story_ = FollowLogs(Logs());
    AddSavedBatches(saved_, &story_);
    runs_.unplaced_ = story_.unplaced;
    MatchPaths();
    OrderRuns();
    for (const size_t from : order_) AddRun(from);
    SetAnswersUntil();
    AddLines();
    AddWindowFacts();
  }

 private:
  // Which facts are of which log's file. Those of the client's other files are put into saved_.
  void FindFacts() {
    Statement rows(database_,
                   std::string("SELECT id, file, byte_begin, coalesce(time, 0), fact FROM log_fact"
                               " WHERE ") +
                       kThatCount);
    Statement whole(database_, std::string(kFactColumns) + "WHERE l.id = ?");
    rows.Bind(as_of_.value_or(INT64_MAX));
    while (rows.Step()) {
      const auto kind = static_cast<Fact>(rows.Number(4));
      if (IsClaim(kind)) continue;
      if (!IsSaved(kind)) {
        AddFact(rows.Number(0), rows.Number(1), rows.Number(2), rows.Number(3));
        continue;
      }
      whole.Bind(rows.Number(0)).Step();
      FactRow fact = ReadFact(whole);
      whole.Reset();
      const std::string path = PathOf(fact.file);
      saved_.push_back({std::move(fact), path});
    }
    std::sort(saved_.begin(), saved_.end(), [](const SavedFact& a, const SavedFact& b) {
      return std::tie(a.file, a.fact.byte_begin, a.fact.id) <
             std::tie(b.file, b.fact.byte_begin, b.fact.id);
    });
  }

  void AddFact(int64_t id, int64_t file, int64_t byte_begin, int64_t time) {
    const std::pair place(byte_begin, id);
    const auto [at, fresh] =
        files_of_logs_.try_emplace(file, FactFile{file, id, id, place, place, time, time});
    FactFile& known = at->second;
    known.first_id = std::min(known.first_id, id);
    known.last_id = std::max(known.last_id, id);
    if (place < known.first_place) {
      known.first_place = place;
      known.first_time = time;
    }
    if (place >= known.last_place) {
      known.last_place = place;
      known.last_time = time;
    }
  }

  std::vector<NextFact> Logs() {
    std::vector<LogFile> logs;
    for (const auto& [id, file] : files_of_logs_)
      logs.push_back({id, PathOf(id), file.first_time, file.last_time});
    std::vector<NextFact> facts;
    for (const std::vector<int64_t>& series : LogSeries(std::move(logs))) {
      std::vector<FactFile> files;
      for (const int64_t id : series) files.push_back(files_of_logs_.at(id));
      facts.emplace_back([reader = std::make_shared<FactReader>(database_, std::move(files),
                                                                as_of_.value_or(INT64_MAX))] {
        return reader->Next();
      });
    }
    return facts;
  }

  std::string PathOf(int64_t file) {
    Statement path(database_, "SELECT path FROM file WHERE id = ?");
    path.Bind(file).Step();
    return path.Text(0);
  }

  std::string FolderOnDisk(int64_t file) {
    Statement folder(database_, "SELECT on_disk || '/' || member FROM file WHERE id = ?");
    folder.Bind(file).Step();
    const std::string place = folder.Text(0);
    return place.substr(0, place.find_last_of('/', place.find_last_not_of('/')));
  }

  void MatchPaths() {
    std::vector<std::set<std::string>> folders(story_.runs.size());
    for (size_t i = 0; i < folders.size(); ++i) {
      const RunStory& run = story_.runs[i];
      folders[run.copy_of.value_or(i)].insert(FolderOnDisk(run.file));
    }
    std::vector<BatchFiles::Naming> namings;
    for (size_t i = 0; i < folders.size(); ++i) {
      std::set<std::string> paths;
      for (const auto& [number, batch] : story_.runs[i].batches) {
        for (const Part& part : batch.parts) paths.insert(part.path);
        if (batch.saved) paths.insert(batch.saved->path);
      }
      if (story_.runs[i].copy_of) paths.clear();
      for (const std::string& path : paths) namings.push_back({i, path, &folders[i]});
    }
    files_.Match(namings);
  }

  void OrderRuns() {
    for (size_t i = 0; i < story_.runs.size(); ++i) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
      return story_.runs[a].started < story_.runs[b].started;
    });
    ids_.resize(order_.size());
    for (size_t i = 0; i < order_.size(); ++i) ids_[order_[i]] = static_cast<int64_t>(i) + 1;
  }

  void AddRun(size_t from) {
    RunStory& story = story_.runs[from];
    Run& run = runs_.runs_.emplace_back();
    run.id = ids_[from];
    run.file = story.file;
    run.started = story.started;
    run.ended = story.ended;
    run.household = story.household;
    if (story.copy_of) {
      run.same_as = ids_[*story.copy_of];
      return;
    }
    while (!story.batches.empty()) {
      auto batch = story.batches.extract(story.batches.begin());
      AddBatch(story, batch.key(), std::move(batch.mapped()), &run);
    }
  }

  void AddBatch(const RunStory& run_story, int64_t number, BatchStory story, Run* run) {
    Batch& batch = run->batches[number];
    batch.id = next_batch_++;
    batch.run = run->id;
    batch.number = number;
    batch.story = std::move(story);
    batch.count = batch.story.count;
    for (Attempt& attempt : batch.story.attempts) attempt.id = next_attempt_++;
    if (!Fill(batch.story.parts, run_story, &batch) && batch.story.saved) {
      Fill({*batch.story.saved}, run_story, &batch);
    }
    // The items are known from them, or are not.
    std::vector<Part>().swap(batch.story.parts);
    batch.story.saved.reset();
    if (batch.items_known) {
      batch.count = batch.items.size();
      // The lines of a run of households may all say `customers`.
      run->household |= IsHousehold(batch.items[0]);
    }
    runs_.batches_.push_back(&batch);
  }

  // False where a file is not known for certain, or is not the one that the log speaks of.
  bool Fill(std::vector<Part> parts, const RunStory& run, Batch* batch) {
    ItemList items;
    std::vector<Runs::FilePart> known;
    for (Part& part : parts) {
      const auto* file = files_.Find(static_cast<size_t>(&run - story_.runs.data()), part.path);
      if (file == nullptr) return false;
      const auto count = run.counts.find(part.path);
      if (count != run.counts.end() && count->second != file->items) return false;
      if (part.last < 0) part.last = file->items;
      // A saved batch is a file as a whole.
      const bool saved = batch->story.saved && batch->story.saved->path == part.path;
      if (saved && count == run.counts.end() && part.last != file->items) return false;
      if (files_.AddItems(*file, part.first, part.last, &items) != part.last - part.first)
        return false;
      known.push_back({batch->id, file->id, part.first, part.last});
    }
    if (items.empty() || (batch->story.count && *batch->story.count != items.size())) return false;
    batch->items = std::move(items);
    batch->items_known = true;
    runs_.parts_.insert(runs_.parts_.end(), known.begin(), known.end());
    return true;
  }

  bool IsHousehold(int64_t original) {
    household_.Bind(original).Step();
    const bool household = household_.Number(0) != 0;
    household_.Reset();
    return household;
  }

  // A log that is cut short lacks the lines behind its last answers.
  void SetAnswersUntil() {
    constexpr int64_t kHour = int64_t{3600} * 1000;
    std::vector<Run>& runs = runs_.runs_;
    for (size_t i = 0; i < runs.size(); ++i) {
      runs[i].answers_until = runs[i].ended;
      if (story_.runs[order_[i]].came_to_its_end) continue;
      runs[i].answers_until += kHour;
      const auto next = std::find_if(runs.begin() + static_cast<std::ptrdiff_t>(i) + 1, runs.end(),
                                     [&](const Run& run) { return run.file == runs[i].file; });
      if (next == runs.end() || next->started <= runs[i].ended) continue;
      runs[i].answers_until = std::min(runs[i].answers_until, next->started - 1);
    }
  }

  // The story knows runs by their place in it, and batches by their numbers.
  void AddLines() {
    for (; !story_.lines.empty(); story_.lines.pop_front()) {
      const LineContext& line = story_.lines.front();
      Runs::LinePlace place{line.byte_begin, {}, 0};
      if (line.run) {
        const size_t told = story_.runs[*line.run].copy_of.value_or(*line.run);
        place.place.run = ids_[told];
        const auto& batches = runs_.runs_[static_cast<size_t>(ids_[told]) - 1].batches;
        const auto id_of = [&](std::optional<int64_t> number) {
          const auto found = number ? batches.find(*number) : batches.end();
          return found == batches.end() ? 0 : found->second.id;
        };
        place.place.batch = id_of(line.batch);
        place.checked = id_of(line.checked);
      }
      auto& places = runs_.lines_[line.file];
      if (places.empty() || !IsSame(places.back(), place)) places.push_back(place);
    }
  }

  // Lines count up to the next one: one that tells the same is not needed.
  static bool IsSame(const Runs::LinePlace& a, const Runs::LinePlace& b) {
    return a.place.run == b.place.run && a.place.batch == b.place.batch &&
           a.place.attempt == b.place.attempt && a.checked == b.checked;
  }

  // The client's window tells the time of day only: the day is that of the run in which its batch
  // was under way at that time, where it is one alone.
  void AddWindowFacts() {
    Statement rows(database_, std::string(kFactColumns) +
                                  "JOIN file f ON f.id = l.file WHERE time_of_day IS NOT NULL"
                                  " ORDER BY f.path, byte_begin, l.id");
    while (rows.Step()) {
      const FactRow fact = ReadFact(rows);
      const auto places = runs_.PlacesOf(fact.number, std::nullopt, rows.NumberOrNothing(15));
      if (places.size() == 1) {
        Run& run = runs_.runs_[static_cast<size_t>(places.front().run) - 1];
        BatchStory& batch = run.batches.at(*fact.number).story;
        const auto moment = runs_.MomentOf(run.id, rows.NumberOrNothing(15));
        const RunStory& story = story_.runs[order_[static_cast<size_t>(run.id) - 1]];
        AddWindowFact(fact, moment ? moment->milliseconds : run.ended, story, &batch);
        for (Attempt& attempt : batch.attempts) {
          if (attempt.id == 0) attempt.id = next_attempt_++;
        }
      } else if (IsWithoutResult(fact.fact) && places.empty()) {
        ++runs_.unplaced_[PathOf(fact.file)];
      }
    }
  }

  Database& database_;
  std::optional<int64_t> as_of_;
  BatchFiles files_;
  Runs& runs_;
  Statement household_;
  std::map<int64_t, FactFile> files_of_logs_;
  std::vector<SavedFact> saved_;
  Story story_;
  std::vector<size_t> order_;  // of the story's runs, by their begin
  std::vector<int64_t> ids_;   // of the story's runs
  int64_t next_batch_ = 1;
  int64_t next_attempt_ = 1;
};

Runs Runs::Load(Index* index, std::optional<int64_t> as_of) {
  Runs runs;
  RunsLoader(index, as_of, &runs).Load();
  return runs;
}

}  // namespace analyzer
