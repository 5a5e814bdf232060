#include "analyzer/match/log_copies.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace analyzer {
namespace {

void MergeAttempts(const std::vector<Attempt>& from, std::vector<Attempt>* into) {
  for (const Attempt& attempt : from) {
    const auto same = std::find_if(into->begin(), into->end(), [&](const Attempt& other) {
      const bool one_sending_lost = attempt.sent_is_known != other.sent_is_known;
      return other.number == attempt.number &&
             (other.sent == attempt.sent ||
              (one_sending_lost && attempt.ended && attempt.ended == other.ended));
    });
    if (same == into->end()) {
      into->push_back(attempt);
    } else if (same->ending.empty() || !same->sent_is_known) {
      *same = attempt;
    }
  }
  std::stable_sort(into->begin(), into->end(),
                   [](const Attempt& a, const Attempt& b) { return a.sent < b.sent; });
}

void MergeBatch(const BatchStory& from, BatchStory* into) {
  if (!into->count) into->count = from.count;
  if (into->parts.empty()) into->parts = from.parts;
  if (!into->saved) into->saved = from.saved;
  MergeAttempts(from.attempts, &into->attempts);
  into->answered |= from.answered;
  into->body_broken |= from.body_broken;
  into->never_sent |= from.never_sent;
  into->confused |= from.confused;
  into->failures_counted = std::max(into->failures_counted, from.failures_counted);
}

void MergeRun(const RunStory& from, RunStory* into) {
  into->started = std::min(into->started, from.started);
  into->ended = std::max(into->ended, from.ended);
  into->household |= from.household;
  into->begins |= from.begins;
  into->came_to_its_end |= from.came_to_its_end;
  into->counts.insert(from.counts.begin(), from.counts.end());
  for (const auto& [number, batch] : from.batches) MergeBatch(batch, &into->batches[number]);
}

// Two clients may send a batch of one number at one moment; they did not both begin at one.
bool BeginApart(const RunStory& a, const RunStory& b) {
  return a.begins && b.begins && a.started != b.started;
}

}  // namespace

// The same sending, to the millisecond, is told of in two logs: they are copies, or pieces, of one.
// Of runs that sent nothing, the moment of the begin tells.
void MergeCopies(const std::vector<size_t>& log_of_run, std::vector<RunStory>* runs) {
  std::map<std::tuple<int64_t, int64_t, int64_t>, size_t> known;
  for (size_t i = 0; i < runs->size(); ++i) {
    std::vector<std::tuple<int64_t, int64_t, int64_t>> marks;
    if ((*runs)[i].begins) marks.emplace_back(-1, 0, (*runs)[i].started);
    for (const auto& [number, batch] : (*runs)[i].batches) {
      for (const Attempt& attempt : batch.attempts) {
        marks.emplace_back(number, attempt.number, attempt.sent);
      }
    }
    for (const auto& mark : marks) {
      const auto found = known.find(mark);
      if (found == known.end() || log_of_run[found->second] == log_of_run[i]) continue;
      if (BeginApart((*runs)[found->second], (*runs)[i])) continue;
      (*runs)[i].copy_of = found->second;
      MergeRun((*runs)[i], &(*runs)[found->second]);
      break;
    }
    for (const auto& mark : marks) known.try_emplace(mark, (*runs)[i].copy_of.value_or(i));
  }
}

}  // namespace analyzer
