#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/index/index.h"
#include "analyzer/write/failures.h"
#include "analyzer/write/selection.h"

namespace analyzer {

// The word by which --result chooses items of which no result was ever seen.
inline constexpr char kUnanswered[] = "UNANSWERED";

inline constexpr int64_t kMostItemsOfARequest = 100;  // as the API takes them

// Who is to be sent again, and how.
struct RetryOptions {
  bool write = true;
  int64_t batch_size = kMostItemsOfARequest;
  Selection selection;       // no results: FAILED and UNANSWERED
  std::string change_type;   // of conflicts; empty: as sent
  int64_t max_attempts = 0;  // 0: no limit
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
  std::optional<LocalTime> time;  // when it failed, or was sent last; nothing: never, or not told
  int64_t moment = 0;             // orders the sendings of a customer, also those without a time
  std::optional<int64_t> send_order;  // as in the index
  int64_t attempts = 1;
  int64_t times = 1;  // that it failed for this reason, or was sent and not answered
  bool presumed_later = false;
  bool already_imported = false;
  std::vector<std::string> told_in;  // files
  bool failed = false;               // else unanswered

  bool unanswered() const { return !failed; }
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

// A failure as one that may be sent again. REQUIRES: it has an original.
RetryItem RetryItemOf(const Failure& failure);

// Gives one after another.
using EachRetryItem = std::function<void(const std::function<void(RetryItem)>& take)>;

// Chooses among the failures and the unanswered items of the index, both of customers or of
// households. Each customer comes once, its latest sending: an older one never goes in its place,
// be the latest not chosen or left out. What is not asked for is not kept in memory.
RetrySelection SelectRetry(Index* index, const EachRetryItem& failures, bool household,
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
