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
  std::optional<LocalTime> time;      // when it failed, or was sent last
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
};

// Chooses among the failures, which must outlive the selection, and the unanswered items of the
// index. Each customer comes once, its latest sending.
RetrySelection SelectRetry(Index* index, const std::vector<Failure>& failures, bool household,
                           const RetryOptions& options);

// Replaces the value of each `changeType` of the item itself; all other bytes stay. The item as it
// is where it has none.
std::string WithChangeType(const std::string& item, const std::string& change_type);

}  // namespace analyzer
