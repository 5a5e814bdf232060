#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/write/failures.h"
#include "analyzer/write/retry_item.h"
#include "analyzer/write/selection.h"

namespace analyzer {

// The word by which --result chooses items of which no result was ever seen.
inline constexpr char kUnansweredReason[] = "UNANSWERED";

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

// Who might be sent again, and is not.
struct NotRetried {
  size_t item;           // its place
  std::string_view why;  // one of RetrySelection::reasons
};

// What was chosen: items by their places in `kept`.
struct RetrySelection {
  RetryItems kept;
  std::vector<size_t> items;  // in the order in which they were first sent
  std::vector<NotRetried> left_out;
  std::set<std::string> reasons;  // why some are left out
  int64_t without_time = 0;       // left out, too: a time was asked for, and no source tells theirs
};

// Chooses among the failures and the unanswered items of an index, both of customers or of
// households. Each customer comes once, its latest sending: an older one never goes in its place,
// be the latest not chosen or left out. Of what is not asked for, no item is kept.
class RetrySelector {
 public:
  // Reads the unanswered items; `options` must outlive this.
  RetrySelector(Index* index, bool household, const RetryOptions& options);
  RetrySelector(RetrySelector&&) noexcept;
  RetrySelector& operator=(RetrySelector&&) noexcept;
  ~RetrySelector();

  // Each failure once, in any order but always the same. REQUIRES: it has an original.
  void Add(const Failure& failure);
  // Whether nothing that was added so far, or read, is asked for.
  bool empty() const;
  // After the last Add, once.
  RetrySelection Select();

 private:
  class Candidates;
  std::unique_ptr<Candidates> candidates_;
};

// What became of the asking for another changeType.
struct Rewritten {
  std::string item;     // with the new value; all other bytes as they were
  std::string why_not;  // for a person; empty where the item has the new value
};

// Replaces the value of each `changeType` of the item itself, not of what is in it. A DELETE stays
// one: whoever was to be deleted must not be made anew.
Rewritten WithChangeType(const std::string& item, const std::string& change_type);

}  // namespace analyzer
