#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/span.h"
#include "analyzer/extract/record.h"

namespace analyzer {

// A failure that the window named, and the block in which it did.
struct WindowFailure {
  Record record;
  int64_t batch;
  int64_t time_of_day;  // milliseconds since midnight
};

// Follows the text saved from the client's window, line by line: blocks that begin with
// `[HH:MM:SS] ✅ SUCCESS - Batch B` and end in a line of 80 hyphens.
class WindowText {
 public:
  // Takes the next line; `span` is where it stands. Gives a failure whose details are then whole.
  std::optional<WindowFailure> Take(std::string_view line, Span span);
  // Gives the last failure, where the text ends in the middle of a block.
  std::optional<WindowFailure> Finish();

  bool in_block() const { return batch_.has_value(); }
  // Of the block at hand.
  std::optional<int64_t> batch() const { return batch_; }
  std::optional<int64_t> time_of_day() const { return time_of_day_; }

 private:
  bool TakeHead(std::string_view line);
  void TakeDetail(std::string_view line, Span span);

  std::optional<int64_t> batch_;
  std::optional<int64_t> time_of_day_;    // milliseconds since midnight
  std::optional<WindowFailure> failure_;  // the one whose lines are being read
};

}  // namespace analyzer
