#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/write/failures.h"

namespace analyzer {

// What stands for a failure in the tree: its file, or why there is none.
struct WrittenFailure {
  const Failure* failure;
  std::string file;  // relative to the output folder; empty where none was written
  std::string why_none;
};

// Everything in this header is the text of one file. Schemas stand in schema/.

// `{"data": [ORIGINAL]}`, or `households`; `original` is UTF-8 JSON.
std::string SingleFailure(std::string_view original, bool household);

// _SUMMARY_REASON.json: the client's keys, then ours. `folder` is relative to the output folder.
std::string Summary(std::string_view reason, std::string_view folder, bool household,
                    const std::vector<WrittenFailure>& failures);

// unmatched.json: what could not be joined, ready to be filled in and given to --decide; what was
// decided so far stays in it.
std::string Unmatched(const std::vector<const Failure*>& open,
                      const std::vector<const Failure*>& decided);

// resolved.json.
std::string Resolved(const std::vector<const Failure*>& resolved);

// The README.md of a single_failures folder.
std::string TreeReadme(bool household, const std::map<std::string, size_t>& failures_by_reason);

// Where an item of a written file comes from, as the manifest tells it: a JSON object.
std::string SourceJson(const OriginalPlace& place);

// What the API says of sending a failure of this reason again.
std::string_view RetryAdvice(std::string_view reason);

}  // namespace analyzer
