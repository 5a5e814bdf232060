#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/write/json_text.h"
#include "analyzer/write/retry.h"
#include "analyzer/write/single_files.h"

namespace analyzer {

// What was written of one retry batch.
struct RetryFile {
  std::string name;  // in the folder of the retry batches
  struct Row {
    size_t item;                // its place
    bool rewritten;             // its changeType is not the one that was sent
    std::string not_rewritten;  // why it is the one that was sent, although another was asked for
  };
  std::vector<Row> rows;
};

// Everything below is the text of one file, given or, where there may be much of it, written to
// *json, up to its Take; times are none of the clock's, so that the same input gives the same text.

// `retry_batch_NNNNN_failed.json` from the items, which are JSON.
std::string RetryBatch(const std::vector<std::string>& items, bool household);

// retry_summary.json: the client's keys, then ours. `single_files` are those of the same failures.
void WriteRetrySummary(const std::vector<RetryFile>& files, const RetrySelection& selection,
                       const SingleFiles& single_files, const RetryOptions& options, bool household,
                       JsonWriter* json);

// RETRY_INSTRUCTIONS.md.
std::string RetryInstructions(const std::vector<RetryFile>& files, const RetrySelection& selection,
                              bool household);

// Whether the customer may be there already: nobody saw what became of it.
bool MayBeImported(const RetryItem& item);

}  // namespace analyzer
