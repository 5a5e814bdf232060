#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// What one line of an import log tells; some are told by the client's own files instead.
enum class Fact {
  kRunStarts,         // count: files
  kLoaded,            // count: customers, path, batches: -1 where all files are cut as one
  kCreated,           // batches, count: the size of a batch
  kTotal,             // count: customers or households to import
  kLoadingBatch,      // batch, path, first, last (half-open), count
  kSending,           // batch, attempt, count
  kNoResult,          // batch; status where it tells one: an attempt without results
  kBodyBroken,        // batch: HTTP 200, body no JSON
  kChecking,          // batch: its results follow
  kFailure,           // customer_id, username, result or error: one failure
  kMoreFailures,      // count
  kAnswered,          // batch; count: batches that are through, batches: in all, where it tells
  kAnsweredFailures,  // batch, count: answered, with so many failures
  kFailuresDetected,  // count: of the batch last checked
  kSavedBatch,        // batch, path, count: PATH holds the whole batch, in order
  kNeverSent,         // batch
  kSavedNoResult,     // batch, status, count, path: the client saved it, as it got no result; an
                      // empty path is the very file that says so, and first, last (half-open) are
                      // then its items there
  kSavedNeverSent,    // batch, count, path: likewise, as it was never sent
  kRemaining,         // path, first, last (half-open): items that were never sent
  kSavedError,        // batch, status: a saved answer without results
  kRunEnds,           // the summary's first line
  kSummarySays,       // count (of a rate, per mille; of a duration, milliseconds), path: a reason
                      // where it is of one. Counts only behind the summary's first line: so short a
                      // line may stand elsewhere, and mean something else
  kSavedFailures,     // count, path: a reason where it is of one
  kSummaryFile,       // count, path: the reason: what a summary of single failures states
};

struct LogFact {
  Fact fact;
  std::string_view pattern;  // the pattern's id; a literal
  int64_t batch = -1;        // -1: the line does not tell; so for the other numbers
  int64_t batches = -1;
  int64_t attempt = -1;
  int64_t status = -1;
  int64_t count = -1;
  int64_t first = -1;
  int64_t last = -1;
  std::string path;
  std::string customer_id;  // empty for `None`
  std::string username;
  std::string error;
  std::optional<std::string> result;
  bool households = false;  // the line says households
  // The message ends in what the line is there for to tell. Had it gone on, it would tell another.
  bool open_ended = false;
};

// What a log line's message tells. Nothing for the many that tell nothing of a batch or a customer.
std::optional<LogFact> ReadFact(std::string_view message);

// A pattern of the table, for the test that walks it.
struct LogPattern {
  std::string_view id;
  std::string_view regex;
  Fact fact;
  std::vector<std::string_view> matches;     // messages that it must match
  std::vector<std::string_view> no_matches;  // messages that it must not
};
const std::vector<LogPattern>& LogPatterns();

}  // namespace analyzer
