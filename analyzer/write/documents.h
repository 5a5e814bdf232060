#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "analyzer/write/failures.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// What stands for a failure in the tree: its file, or why there is none.
struct WrittenFailure {
  const Failure* failure;
  std::string file;  // relative to the output folder; empty where none was written
  std::string why_none;
};

// Gives one after another, each until the next.
using EachFailure = std::function<void(const std::function<void(const Failure&)>& take)>;
using EachWritten = std::function<void(const std::function<void(const WrittenFailure&)>& take)>;

// Everything in this header is the text of one file, given or, where there may be much of it,
// written to *json, up to its Take. Schemas stand in schema/.

// `{"data": [ORIGINAL]}`, or `households`; `original` is UTF-8 JSON.
std::string SingleFailure(std::string_view original, bool household);

// _SUMMARY_REASON.json: the client's keys, then ours. `folder` is relative to the output folder.
// `reported` is gone through before `written`; of each, only what is reported is read.
void WriteSummary(const ReasonOfList& reason, std::string_view folder, bool household,
                  const EachFailure& reported, const EachWritten& written, JsonWriter* json);

// unmatched.json: what could not be joined, ready to be filled in and given to --decide; what was
// decided so far stays in it.
void WriteUnmatched(const EachFailure& open, const EachFailure& decided, JsonWriter* json);

// resolved.json.
void WriteResolved(const EachFailure& resolved, JsonWriter* json);

// The README.md of a single_failures folder.
std::string TreeReadme(bool household, const std::map<std::string, size_t>& failures_by_reason);

// Where an item of a written file comes from, as the manifest tells it: a JSON object.
std::string SourceJson(const OriginalPlace& place);

// What the API says of sending a failure of this reason again.
std::string_view RetryAdvice(std::string_view reason);

}  // namespace analyzer
