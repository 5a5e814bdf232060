#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/match/story.h"

namespace analyzer {

// Finds among runs those of which a copy of the log, or a piece of it, told before: they get their
// `copy_of`, and what they tell is put into that one. `log_of_run` tells logs apart: two runs of
// one log are no copies.
void MergeCopies(const std::vector<size_t>& log_of_run, std::vector<RunStory>* runs);

}  // namespace analyzer
