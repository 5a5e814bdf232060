#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/index/index.h"
#include "analyzer/write/failures.h"

namespace analyzer {

// The word by which --result chooses items of which no result was ever seen.
inline constexpr char kUnanswered[] = "UNANSWERED";

inline constexpr int64_t kMostItemsOfARequest = 100;  // as the API takes them

// Who is to be sent again, and how.
struct RetryOptions {
  bool write = true;
  int64_t batch_size = kMostItemsOfARequest;
  std::vector<std::string> results;  // upper case; empty: FAILED and UNANSWERED
  std::vector<int64_t> runs;         // empty: all; so for sources
  std::vector<std::string> sources;  // names or globs of files
  std::optional<int64_t> since;      // milliseconds; inclusive
  std::optional<int64_t> until;      // milliseconds; exclusive
  std::string change_type;           // of conflicts; empty: as sent
  int64_t max_attempts = 0;          // 0: no limit
  bool skip_already_imported = false;
};

// Whether `name` in `sources` means this file: its path, the end of it, a folder above it, or a
// glob.
bool IsNamed(const std::string& file, std::string name);

// One customer or household that may be sent again.
struct RetryItem {
  OriginalPlace original;
  std::string customer;     // the same for all that is known of one
  std::string customer_id;  // as reported; else its own
  std::string username;
  std::string reason;  // the result, or UNANSWERED
  std::string error;
  std::string cause;   // of the unanswered, as in the index
  std::string detail;  // how the last attempt ended
  std::optional<int64_t> run;
  std::optional<int64_t> batch_number;
  std::optional<LocalTime> time;  // when it failed, or was sent last; nothing: never, or not told
  int64_t moment = 0;             // orders the sendings of a customer, also those without a time
  std::optional<int64_t> send_order;  // as in the index
  int64_t attempts = 1;
  int64_t times = 1;  // that it failed for this reason, or was sent and not answered
  bool presumed_later = false;
  bool already_imported = false;
  std::vector<std::string> told_in;  // files
  const Failure* failure = nullptr;  // nullptr: unanswered

  bool unanswered() const { return failure == nullptr; }
};

// Who might be sent again, and is not.
struct NotRetried {
  RetryItem item;
  std::string why;
};

struct RetrySelection {
  std::vector<RetryItem> items;  // in the order in which they were first sent
  std::vector<NotRetried> left_out;
  int64_t without_time = 0;  // left out, too: a time was asked for, and no source tells theirs
};

// Chooses among the failures, which must outlive the selection, and the unanswered items of the
// index. Each customer comes once, its latest sending: an older one never goes in its place, be the
// latest not chosen or left out.
RetrySelection SelectRetry(Index* index, const std::vector<Failure>& failures, bool household,
                           const RetryOptions& options);

// What became of the asking for another changeType.
struct Rewritten {
  std::string item;     // with the new value; all other bytes as they were
  std::string why_not;  // for a person; empty where the item has the new value
};

// Replaces the value of each `changeType` of the item itself, not of what is in it. A DELETE stays
// one: whoever was to be deleted must not be made anew.
Rewritten WithChangeType(const std::string& item, const std::string& change_type);

}  // namespace analyzer
