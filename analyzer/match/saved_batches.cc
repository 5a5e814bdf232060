#include "analyzer/match/saved_batches.h"

#include <algorithm>
#include <map>

namespace analyzer {
namespace {

constexpr int64_t kMinute = int64_t{60} * 1000;
constexpr int64_t kBehindTheEnd = 5 * kMinute;  // the client saves what is left when a run is over
constexpr int64_t kBehindACut = 60 * kMinute;   // a log that is cut short lacks its last lines

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string ResponseEnding(const FactRow& fact) {
  if (fact.fact == Fact::kBodyBroken) return "broken body";
  if (fact.fact == Fact::kAnswered || fact.fact == Fact::kAnsweredFailures) return "answered";
  return fact.status ? "HTTP " + std::to_string(*fact.status) : "error";
}

// What bears no time, not even in its folder's name, may be of any run.
bool MayBeOf(const FactRow& fact, const RunStory& run) {
  if (fact.time == 0) return !run.copy_of && (!fact.number || run.batches.contains(*fact.number));
  const int64_t behind = run.came_to_its_end ? kBehindTheEnd : kBehindACut;
  return !run.copy_of && fact.time + 999 >= run.started && fact.time <= run.ended + behind &&
         (!fact.number || run.batches.contains(*fact.number));
}

// The last run that had begun by then; nullptr where none fits.
RunStory* FindRun(const FactRow& fact, size_t from_logs, Story* story) {
  RunStory* found = nullptr;
  for (size_t i = 0; i < from_logs; ++i) {
    RunStory& run = story->runs[i];
    if (MayBeOf(fact, run) && (found == nullptr || run.started > found->started)) found = &run;
  }
  return found;
}

Part PartOf(const SavedFact& saved) {
  const FactRow& fact = saved.fact;
  if (fact.fact == Fact::kRemaining) {
    return {fact.path, fact.first.value_or(0), fact.last.value_or(0)};
  }
  // Of several documents in one file, the items of its own.
  if (fact.path.empty()) return {saved.file, fact.first.value_or(0), fact.last.value_or(-1)};
  return {fact.path, 0, -1};
}

// A batch whose own answer was saved was sent, also where the log lacks that line. A summary may
// tell of batches of earlier runs.
bool TellsOfASending(const FactRow& fact) {
  return fact.time != 0 && fact.fact != Fact::kSavedNeverSent && fact.pattern != "error_details";
}

void Add(const SavedFact& saved, BatchStory* batch) {
  const FactRow& fact = saved.fact;
  if (fact.fact == Fact::kRemaining) return;  // the log has the whole plan
  if (!batch->saved && fact.fact != Fact::kSavedError) batch->saved = PartOf(saved);
  if (fact.fact == Fact::kSavedNeverSent) {
    batch->never_sent = true;
    return;
  }
  if (batch->answered) return;
  if (batch->attempts.empty() && TellsOfASending(fact)) {
    batch->attempts.push_back({.number = 1, .sent = fact.time, .sent_is_known = false});
  }
  if (batch->attempts.empty() || !batch->attempts.back().ending.empty()) return;
  batch->attempts.back().ending = ResponseEnding(fact);
  batch->attempts.back().ended = fact.time;
  batch->attempts.back().told_by = fact.id;
}

// A run of which nothing is known but what the client saved of it.
class RunsWithoutLog {
 public:
  explicit RunsWithoutLog(Story* story) : story_(*story) {}

  void Add(const SavedFact& saved) {
    const FactRow& fact = saved.fact;
    RunStory& run = RunOf(saved);
    run.started = std::min(run.started, fact.time);
    run.ended = std::max(run.ended, fact.time);
    run.household |= fact.household;
    const int64_t number = fact.number.value_or(FreeNumber(run));
    const auto [at, fresh] = run.batches.try_emplace(number);
    if (!fresh) return;  // told of twice: the summary names the file that tells it, too
    BatchStory& batch = at->second;
    if (fact.count && *fact.count >= 0) batch.count = fact.count;
    batch.parts = {PartOf(saved)};
    if (fact.fact == Fact::kSavedNoResult) {
      batch.attempts.push_back({.number = 1,
                                .sent = fact.time,
                                .ending = ResponseEnding(fact),
                                .ended = fact.time,
                                .told_by = fact.id});
    } else {
      batch.never_sent = true;
    }
  }

 private:
  RunStory& RunOf(const SavedFact& saved) {
    const auto [at, fresh] = runs_.try_emplace(FolderOf(saved.file), story_.runs.size());
    if (fresh) {
      RunStory& run = story_.runs.emplace_back();
      run.file = saved.fact.file;
      run.started = run.ended = saved.fact.time;
      run.came_to_its_end = true;
    }
    return story_.runs[at->second];
  }

  // What remained was not cut into batches yet.
  static int64_t FreeNumber(const RunStory& run) {
    return run.batches.empty() ? 1 : run.batches.rbegin()->first + 1;
  }

  Story& story_;
  std::map<std::string, size_t> runs_;  // by folder
};

}  // namespace

void AddSavedBatches(const std::vector<SavedFact>& facts, Story* story) {
  const size_t from_logs = story->runs.size();
  RunsWithoutLog without_log(story);
  for (const SavedFact& saved : facts) {
    RunStory* run = FindRun(saved.fact, from_logs, story);
    if (run == nullptr && saved.fact.fact == Fact::kSavedError) {
      ++story->unplaced[saved.file];
    } else if (run == nullptr) {
      without_log.Add(saved);
    } else if (saved.fact.number) {
      Add(saved, &run->batches.at(*saved.fact.number));
    }
  }
}

bool IsWithoutResult(Fact fact) { return fact == Fact::kNoResult || fact == Fact::kBodyBroken; }

void AddWindowFact(const FactRow& fact, int64_t moment, const RunStory& run, BatchStory* batch) {
  batch->body_broken |= fact.fact == Fact::kBodyBroken;
  batch->answered |= !IsWithoutResult(fact.fact);
  if (fact.fact == Fact::kAnsweredFailures) {
    batch->failures_counted = std::max(batch->failures_counted, fact.count.value_or(0));
  }
  if (batch->attempts.empty()) {
    batch->attempts.push_back({.number = fact.attempt.value_or(1),
                               .sent = EarliestSending(run, moment),
                               .sent_is_known = false,
                               .ended = moment});
  }
  for (Attempt& attempt : batch->attempts) {
    if (!attempt.ending.empty() || (fact.attempt && attempt.number != *fact.attempt)) continue;
    attempt.ending = ResponseEnding(fact);
    attempt.told_by = fact.id;
    return;
  }
}

}  // namespace analyzer
