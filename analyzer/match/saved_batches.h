#pragma once

#include <string>
#include <vector>

#include "analyzer/match/story.h"

namespace analyzer {

// A fact that a file of the client's own tells: a batch that it saved because it got no result,
// items that it never sent, an answer that is an error.
struct SavedFact {
  FactRow fact;      // an empty path is the file itself
  std::string file;  // its path
};

// Adds what these tell to the runs of the logs. What no log tells of becomes a run of its own, one
// for each folder: its batches are all that is known of it.
void AddSavedBatches(const std::vector<SavedFact>& facts, Story* story);

// Whether it tells of an attempt without a result.
bool IsWithoutResult(Fact fact);

// What the client's window showed of a batch at that moment, where its log does not tell it; also
// that it was sent.
void AddWindowFact(const FactRow& fact, int64_t moment, const RunStory& run, BatchStory* batch);

}  // namespace analyzer
