#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/base/spill.h"
#include "analyzer/write/originals.h"

namespace analyzer {

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

// Very many items, packed one behind the other: in a file, where they take more memory than one
// text may. Not for use by several threads at once.
class RetryItems {
 public:
  // Keeps all of it but `told_in`, and gives its place.
  size_t Add(const RetryItem& item);
  RetryItem Load(size_t place) const;

  // Whether one stands before the other in the order of sending. What was not sent, as far as is
  // known, is behind, in the order of the places of its original.
  bool IsBefore(size_t place, size_t other) const;

 private:
  struct Order;
  Order OrderOf(size_t place) const;

  // Of each first what orders it: whether it was not sent, its number in that order, the byte where
  // its original begins, and that one's file. Then all fields.
  Spill<char> bytes_;
};

}  // namespace analyzer
