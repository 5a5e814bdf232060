#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/audit/batch_row.h"
#include "analyzer/audit/claims.h"
#include "analyzer/audit/error_shapes.h"
#include "analyzer/audit/figures.h"
#include "analyzer/audit/reason_row.h"
#include "analyzer/audit/repeats.h"
#include "analyzer/audit/run_row.h"
#include "analyzer/audit/source_bytes.h"
#include "analyzer/audit/throughput.h"
#include "analyzer/audit/unknown_ids.h"
#include "analyzer/match/books.h"

namespace analyzer {

// Failed outcomes, by what they are to their customers, and by where they count.
struct LastWordCounts {
  int64_t failures = 0;
  int64_t superseded = 0;
  int64_t resolved = 0;
  int64_t in_batches = 0;    // each the result of an item of a batch
  int64_t outside_runs = 0;  // no log at hand tells of their run
  // In a run, but the result of no item: another attempt at the same batch replaced it, its batch
  // is not known, or the batch has fewer items.
  int64_t beside_items = 0;
};

// What past imports come to, run by run and in all.
struct Audit {
  std::optional<int64_t> as_of;  // milliseconds
  Figures totals;
  int64_t resolved = 0;          // in the runs: customers whose failure a later sending resolved
  int64_t duration_seconds = 0;  // of all runs together
  std::vector<RunRow> runs;
  std::vector<BatchRow> batches;
  std::vector<ReasonRow> reasons;
  LastWordCounts last_words;
  std::vector<ErrorShape> errors;
  Throughput throughput;
  std::vector<AgainAndAgain> again_and_again;
  std::vector<InTwoBatches> in_two_batches;
  std::vector<UnknownId> unknown_ids;
  std::vector<Claim> claims;
  std::vector<SourceBytes> sources;
  Books books;

  // What does not add up, for a person; empty where all does.
  std::string Imbalance() const;
};

// Reads it from an index that Match filled. The index does not change.
Audit LoadAudit(Index* index);

}  // namespace analyzer
