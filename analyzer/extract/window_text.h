#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/record.h"

namespace analyzer {

// A failure that the window named, and the block in which it did.
struct WindowFailure {
  Record record;
  int64_t batch;
  int64_t time_of_day;  // milliseconds since midnight
};

// What a block told of its batch, when it ends.
struct WindowBlock {
  std::vector<LogFact> facts;  // pattern ids begin with `window_`
  int64_t time_of_day;         // milliseconds since midnight
  Span span;                   // from its head on
};

// What is whole by a line. A failure stands before the end of the block.
struct WindowFindings {
  std::optional<WindowFailure> failure;
  std::optional<WindowBlock> block;
};

// Follows the text saved from the client's window, line by line: blocks that begin with
// `[HH:MM:SS] ✅ SUCCESS - Batch B` or `❌ ERROR` and end in a line of 80 hyphens.
//
// A block of an error is an attempt without results. One of a success is told as answered only
// where it was closed and its data could be read: what is cut off may have named failures.
class WindowText {
 public:
  // Takes the next line; `span` is where it stands.
  WindowFindings Take(std::string_view line, Span span);
  // `Response Data:` was searched: `body` is what stands behind these words, with all its lines;
  // `whole` says whether it could be read without salvage.
  void TakeBody(std::string_view body, bool whole);
  // The text ends here, or goes on as something else.
  WindowFindings Finish();

  bool in_block() const { return block_.has_value(); }
  // The line taken last belongs to a failure's details: what it quotes is the failure's error.
  bool in_details() const { return in_details_; }
  // Of the block at hand.
  std::optional<int64_t> batch() const;
  std::optional<int64_t> time_of_day() const;  // milliseconds since midnight
  std::optional<int64_t> status() const;       // HTTP

  // Where the block ends whose line stands at `at`: the begin of its line of hyphens, or of the
  // next block's head, or the text's end.
  static size_t BlockEnd(std::string_view text, size_t at);

 private:
  // -1: the block does not tell.
  struct Block {
    int64_t batch = -1;
    int64_t time_of_day = 0;
    bool error = false;  // its head says ERROR
    Span span;
    int64_t status = -1;
    int64_t count = -1;
    int64_t attempt = -1;
    int64_t failed = -1;        // failures, as the client counts them
    int64_t api_failures = -1;  // as it counts those in the results alone
    int64_t named = 0;          // failures with details
    bool households = false;
    bool raw_body = false;     // the client could not read the body
    bool unread_body = false;  // the data in the block could not be read
    bool closed = false;       // its line of hyphens was seen
  };

  static std::optional<Block> ReadHead(std::string_view line, Span span);
  static std::vector<LogFact> FactsOf(const Block& block);
  static void AddAnswer(const Block& block, const LogFact& base, std::vector<LogFact>* facts);
  bool TakeDetail(std::string_view line, Span span, WindowFindings* findings);
  void TakeField(std::string_view line);

  std::optional<Block> block_;
  std::optional<WindowFailure> failure_;  // the one whose lines are being read
  bool in_details_ = false;
};

}  // namespace analyzer
