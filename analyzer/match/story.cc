#include "analyzer/match/story.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "analyzer/match/batch_plan.h"
#include "analyzer/match/log_copies.h"

namespace analyzer {
namespace {

// A run while its lines are read.
struct Draft {
  RunStory story;
  std::optional<int64_t> files;  // as the run's first line counts them
  std::vector<Planned> plan;
  bool plan_to_come = false;       // the line that ends its plan stands further below
  std::optional<int64_t> batches;  // how many are planned; nothing: the log does not tell
  bool planned = false;            // the plan is known as a whole
  std::set<int64_t> loaded;        // numbers of batches that are loaded and not sent yet
  std::set<int64_t> under_way;
  int64_t unsent = 1;  // the first number of which no sending is known
  std::optional<int64_t> checked;
  size_t first_line = 0;  // where it begins, in the story's lines
  std::optional<size_t>
      alive_at;  // the last line that only it can have written after another began
};

std::string EndingOf(const FactRow& row) {
  if (row.fact == Fact::kBodyBroken) return "broken body";
  if (row.fact != Fact::kNoResult) return "answered";
  if (row.status) return "HTTP " + std::to_string(*row.status);
  return row.pattern == "timed_out" ? "timed out" : "error";
}

// How well a line fits a run that may have written it. A run that was killed stays one that may
// have: the newest goes first, unless it cannot be, or the line names what only another has loaded.
enum Fit { kNot, kPerhaps, kWell, kCertainly };

// Follows one log.
class Follower {
 public:
  Follower(const NextFact& next, Story* story) : next_(next), story_(*story) {}

  void Follow() {
    while (const auto row = Take()) {
      Follow(*row);
      if (row->fact == Fact::kRunStarts) drafts_.back().plan_to_come = PlanFollows();
    }
    MarkConfusion();
    for (Draft& draft : drafts_) story_.runs.push_back(std::move(draft.story));
  }

 private:
  void Follow(const FactRow& row) {
    if (row.fact == Fact::kRunStarts || drafts_.empty()) Begin(row);
    current_ = row.fact == Fact::kRunStarts ? drafts_.size() - 1 : WriterOf(row);
    Draft& draft = drafts_[current_];
    draft.story.ended = std::max(draft.story.ended, row.time);
    draft.story.came_to_its_end = row.fact == Fact::kRunEnds;
    draft.story.household |= row.household;
    Apply(row, &draft);
    Remember(row, &draft);
  }

  void Begin(const FactRow& row) {
    Draft& draft = drafts_.emplace_back();
    draft.story.file = row.file;
    draft.story.started = draft.story.ended = row.time;
    draft.story.begins = row.fact == Fact::kRunStarts;
    draft.files = row.fact == Fact::kRunStarts ? row.count : std::nullopt;
    draft.first_line = story_.lines.size();
  }

  std::optional<FactRow> Take() {
    if (ahead_.empty()) return next_();
    FactRow row = std::move(ahead_.front());
    ahead_.pop_front();
    return row;
  }

  // Whether the line that ends a run's plan stands before the next run's begin.
  bool PlanFollows() {
    const auto tells = [](const FactRow& row) {
      return row.fact == Fact::kCreated || row.fact == Fact::kRunStarts;
    };
    auto found = std::find_if(ahead_.begin(), ahead_.end(), tells);
    while (found == ahead_.end()) {
      auto row = next_();
      if (!row) return false;
      ahead_.push_back(*std::move(row));
      found = tells(ahead_.back()) ? std::prev(ahead_.end()) : ahead_.end();
    }
    return found->fact == Fact::kCreated;
  }

  // ---- Which run wrote a line, where several are not at their end ----

  size_t WriterOf(const FactRow& row) {
    const size_t newest = drafts_.size() - 1;
    if (row.fact == Fact::kRunEnds) return Finished();
    if (row.fact == Fact::kFailuresDetected) return current_;
    if (!row.number) return newest;
    Fit best = FitOf(drafts_[newest], row);
    const bool fits_newest = best != kNot;
    size_t writer = newest;
    for (size_t i = newest; i-- > 0;) {
      if (drafts_[i].story.came_to_its_end) continue;
      const Fit fit = FitOf(drafts_[i], row);
      // One that is known to go on may have more to say of a batch that is through.
      if (fit < (drafts_[i].alive_at && best == kNot ? kPerhaps : kWell)) continue;
      if (best == kNot || (fit == kCertainly && best != kCertainly)) {
        best = fit;
        writer = i;
      } else {
        doubts_.push_back({i, writer, *row.number, MayBeAlive(i, row) && IsUnplanned(writer, row)});
      }
    }
    if (best == kNot) writer = OlderThatPlanned(row).value_or(newest);
    if (writer != newest && !fits_newest && (best >= kWell || best == kNot))
      drafts_[writer].alive_at = story_.lines.size();
    return writer;
  }

  // What is sent by a run whose plan is lost may as well be what an older one had left.
  bool IsUnplanned(size_t run, const FactRow& row) const {
    return row.fact == Fact::kSending && drafts_[run].story.begins && !drafts_[run].planned;
  }

  // No request lasts so long that a run that was silent for longer is still at work.
  bool MayBeAlive(size_t run, const FactRow& row) const {
    return row.time - drafts_[run].story.ended <= kLongestRequest;
  }

  // A line that fits no run, and that the newest cannot have written: a summary was taken for that
  // of the wrong run, or a line before it is lost. Of such a batch nothing is trusted.
  std::optional<size_t> OlderThatPlanned(const FactRow& row) {
    const size_t newest = drafts_.size() - 1;
    const bool of_newest = MayHave(drafts_[newest], row);
    for (size_t i = newest; i-- > 0;) {
      const Draft& draft = drafts_[i];
      if (!draft.alive_at && !MayBeAlive(i, row)) continue;
      const bool fits = of_newest ? draft.alive_at && FitOf(draft, row) >= kWell
                                  : draft.story.batches.contains(*row.number);
      if (!fits) continue;
      doubts_.push_back({i, i, *row.number, true});
      return i;
    }
    return std::nullopt;
  }

  // The run whose summary this is: one that waits for nothing and has nothing left to send, else
  // one that waits for nothing.
  size_t Finished() const {
    const auto readiness = [](const Draft& draft) {
      if (!draft.under_way.empty()) return 0;
      return HasUnsent(draft.story) ? 1 : 2;
    };
    const size_t newest = drafts_.size() - 1;
    size_t finished = newest;
    int most = -1;
    for (size_t i = 0; i < drafts_.size(); ++i) {
      const Draft& draft = drafts_[i];
      if ((i != newest && !draft.alive_at) || draft.story.came_to_its_end) continue;
      if (readiness(draft) <= most) continue;
      most = readiness(draft);
      finished = i;
    }
    return finished;
  }

  static bool HasUnsent(const RunStory& run) {
    return std::any_of(run.batches.begin(), run.batches.end(), [](const auto& batch) {
      return batch.second.attempts.empty() && !batch.second.never_sent;
    });
  }

  static Fit FitOf(const Draft& draft, const FactRow& row) {
    const auto found = draft.story.batches.find(*row.number);
    const BatchStory* batch = found == draft.story.batches.end() ? nullptr : &found->second;
    const bool sent = batch != nullptr && !batch->attempts.empty();
    if (row.fact == Fact::kLoadingBatch) return sent ? kNot : FitOfLoading(draft, batch, row);
    if (row.fact == Fact::kSending) return FitOfSending(draft, batch, row);
    if (row.fact == Fact::kNeverSent) return batch != nullptr && !sent ? kWell : kNot;
    if (CountsOthers(draft, row)) return kNot;
    if (draft.under_way.contains(*row.number)) return kWell;
    return sent ? kPerhaps : kNot;
  }

  // `completed successfully - 4/10`: the run has ten batches.
  static bool CountsOthers(const Draft& draft, const FactRow& row) {
    return row.fact == Fact::kAnswered && row.batches && draft.batches &&
           *row.batches != *draft.batches;
  }

  // A run whose plan is not known for each batch may have any up to the last. None loads or sends
  // before it has planned.
  static bool MayHave(const Draft& draft, const FactRow& row) {
    return !draft.plan_to_come && (!draft.batches || *row.number <= *draft.batches);
  }

  static Fit FitOfLoading(const Draft& draft, const BatchStory* batch, const FactRow& row) {
    if (!draft.planned) return MayHave(draft, row) ? kPerhaps : kNot;
    if (batch == nullptr || !draft.story.counts.contains(row.path)) return kNot;
    const bool as_planned = batch->parts.size() == 1 && batch->parts[0].path == row.path &&
                            batch->parts[0].first == row.first && batch->parts[0].last == row.last;
    return as_planned || batch->parts.empty() ? kCertainly : kPerhaps;
  }

  static Fit FitOfSending(const Draft& draft, const BatchStory* batch, const FactRow& row) {
    if (row.attempt.value_or(1) > 1) {
      const bool before = batch != nullptr && !batch->attempts.empty() && !batch->answered &&
                          batch->attempts.back().number == *row.attempt - 1;
      return before ? kWell : kNot;
    }
    if (batch == nullptr) return MayHave(draft, row) ? kPerhaps : kNot;
    if (!batch->attempts.empty()) return kNot;
    if (draft.loaded.contains(*row.number)) return kCertainly;
    return batch->parts.empty() || ItemsOf(batch->parts) == row.count ? kWell : kNot;
  }

  // ---- What a line tells of its run ----

  void Apply(const FactRow& row, Draft* draft) {
    switch (row.fact) {
      case Fact::kLoaded:
        draft->plan.push_back({row.path, row.count.value_or(0), row.batches});
        draft->story.counts[row.path] = row.count.value_or(0);
        break;
      case Fact::kCreated:
        Plan(row, draft);
        break;
      case Fact::kRunStarts:
      case Fact::kRunEnds:
      case Fact::kTotal:
      case Fact::kMoreFailures:
      case Fact::kFailure:
        break;
      case Fact::kFailuresDetected:
        if (draft->checked && draft->under_way.size() == 1) Count(row, *draft->checked, draft);
        break;
      default:
        if (row.number) ApplyToBatch(row, &draft->story.batches[*row.number], draft);
    }
  }

  void ApplyToBatch(const FactRow& row, BatchStory* batch, Draft* draft) {
    const int64_t number = *row.number;
    if (IsBehindASending(row.fact) && !batch->answered) draft->under_way.insert(number);
    switch (row.fact) {
      case Fact::kLoadingBatch:
        Load(row, batch);
        draft->loaded.insert(number);
        break;
      case Fact::kSending:
        batch->count = row.count;
        batch->confused |= WasSentAnew(row, *batch);
        batch->attempts.push_back(
            {.number = row.attempt.value_or(1), .sent = row.time, .sent_by = row.id});
        draft->loaded.erase(number);
        draft->under_way.insert(number);
        break;
      case Fact::kSavedBatch:
        batch->saved = Part{row.path, 0, row.count.value_or(-1)};
        break;
      case Fact::kChecking:
        draft->checked = number;
        break;
      case Fact::kNeverSent:
        batch->never_sent = true;
        break;
      case Fact::kAnsweredFailures:
        Count(row, number, draft);
        batch->answered = true;
        End(row, draft->story, batch);
        break;
      case Fact::kAnswered:
        batch->answered = true;
        End(row, draft->story, batch);
        draft->under_way.erase(number);
        break;
      case Fact::kBodyBroken:
        batch->body_broken = true;
        End(row, draft->story, batch);
        break;
      case Fact::kNoResult:
        End(row, draft->story, batch);
        draft->under_way.erase(number);
        break;
      default:
        break;
    }
  }

  // What tells that a batch was sent, though the line of its sending may be lost.
  static bool IsBehindASending(Fact fact) {
    return fact == Fact::kChecking || fact == Fact::kBodyBroken || fact == Fact::kAnsweredFailures;
  }

  static void Count(const FactRow& row, int64_t number, Draft* draft) {
    int64_t& counted = draft->story.batches[number].failures_counted;
    counted = std::max(counted, row.count.value_or(0));
  }

  // How an attempt ended is told once: a broken body is `completed` a moment later.
  static void End(const FactRow& row, const RunStory& run, BatchStory* batch) {
    Attempt* ended = nullptr;
    for (Attempt& attempt : batch->attempts) {
      if (!row.attempt || attempt.number == *row.attempt) ended = &attempt;
    }
    if (ended == nullptr) {
      // The line of its sending is lost.
      batch->attempts.push_back({.number = row.attempt.value_or(1),
                                 .sent = EarliestSending(run, row.time),
                                 .sent_is_known = false});
      ended = &batch->attempts.back();
    }
    if (!ended->ending.empty()) return;
    ended->ending = EndingOf(row);
    ended->ended = row.time;
    ended->told_by = row.id;
  }

  // A run loads a batch once, before it sends it, and counts its attempts upwards. What does not go
  // on so is of another run, of whose begin no line is left: what its lines tell of the batch, and
  // what those of the first do, cannot be told apart.
  static bool WasSentAnew(const FactRow& row, const BatchStory& batch) {
    return std::any_of(batch.attempts.begin(), batch.attempts.end(), [&](const Attempt& attempt) {
      return attempt.sent_is_known && attempt.number >= row.attempt.value_or(1) &&
             attempt.sent != row.time;
    });
  }

  static void Load(const FactRow& row, BatchStory* batch) {
    std::vector<Part> parts;
    if (row.first && row.last && *row.last - *row.first == row.count) {
      parts = {{row.path, *row.first, *row.last}};
    }
    batch->confused |= !batch->attempts.empty() && batch->parts != parts;
    batch->parts = std::move(parts);
    batch->count = row.count;
  }

  // The plan holds only where it is whole: as many files and batches as the log says.
  static void Plan(const FactRow& row, Draft* draft) {
    const int64_t size = row.count.value_or(0);
    const std::vector<Planned>& plan = draft->plan;
    draft->plan_to_come = false;
    draft->batches = row.batches;
    if (size <= 0 || plan.empty()) return;
    if (draft->files && *draft->files != static_cast<int64_t>(plan.size())) return;
    PartsByNumber parts = CutPlan(plan, size);
    if (row.batches && *row.batches != static_cast<int64_t>(parts.size())) return;
    if (parts.empty()) return;
    draft->planned = true;
    draft->batches = static_cast<int64_t>(parts.size());
    for (auto& [number, of_batch] : parts) {
      BatchStory& batch = draft->story.batches[number];
      batch.count = ItemsOf(of_batch);
      batch.parts = std::move(of_batch);
    }
  }

  // What a line at this place, and up to the next fact, belongs to.
  void Remember(const FactRow& row, Draft* draft) {
    LineContext line{row.file, row.byte_begin, story_.runs.size() + current_, {}, draft->checked};
    if (draft->under_way.size() == 1 && KnowsAllUnderWay(row, draft)) {
      line.batch = *draft->under_way.begin();
    }
    story_.lines.push_back(line);
  }

  // Where a log begins in the middle, batches that were sent before may be under way, too; so may
  // one of a smaller number than was sent, of whose sending no line is left.
  static bool KnowsAllUnderWay(const FactRow& row, Draft* draft) {
    const std::map<int64_t, BatchStory>& batches = draft->story.batches;
    const auto is_sent = [&](int64_t number) {
      const auto batch = batches.find(number);
      return batch != batches.end() && !batch->second.attempts.empty();
    };
    while (is_sent(draft->unsent)) ++draft->unsent;
    if (!draft->story.begins) return row.time - draft->story.started > kLongestRequest;
    return *draft->under_way.begin() < draft->unsent;
  }

  // While two runs write to one log, nothing but a number that only one has under way tells whose
  // line it is.
  void MarkConfusion() {
    for (const Doubt& doubt : doubts_) {
      if (!doubt.counts && !drafts_[doubt.older].alive_at) continue;
      for (const size_t draft : {doubt.older, doubt.newer}) {
        drafts_[draft].story.batches[doubt.number].confused = true;
      }
    }
    for (size_t i = 0; i + 1 < drafts_.size(); ++i) {
      if (!drafts_[i].alive_at) continue;
      for (size_t line = drafts_[i + 1].first_line; line <= *drafts_[i].alive_at; ++line) {
        story_.lines[line].run = std::nullopt;
        story_.lines[line].batch = story_.lines[line].checked = std::nullopt;
      }
    }
  }

  struct Doubt {
    size_t older;
    size_t newer;
    int64_t number;
    bool counts;  // also where the older one is not known to go on
  };

  const NextFact& next_;
  std::deque<FactRow> ahead_;  // that were looked at, and not followed yet
  Story& story_;
  std::vector<Draft> drafts_;
  size_t current_ = 0;  // the run that wrote the last line
  std::vector<Doubt> doubts_;
};

}  // namespace

int64_t EarliestSending(const RunStory& run, int64_t ended) {
  const int64_t earliest = ended - kLongestRequest;
  return run.begins ? std::max(run.started, earliest) : earliest;
}

Story FollowLogs(const std::vector<NextFact>& logs) {
  Story story;
  std::vector<size_t> log_of_run;
  for (const NextFact& log : logs) {
    Follower(log, &story).Follow();
    log_of_run.resize(story.runs.size(), static_cast<size_t>(&log - logs.data()));
  }
  MergeCopies(log_of_run, &story.runs);
  return story;
}

}  // namespace analyzer
