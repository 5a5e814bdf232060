#include "analyzer/extract/stretches.h"

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/base/bytes.h"
#include "analyzer/extract/scan_text.h"
#include "tests/support/journal.h"
#include "tests/support/made_log.h"

using namespace analyzer;

namespace {

const std::string kSending =
    "2025-11-10 08:15:04,123 - INFO - Sending batch 1 (attempt 1/2) - 4 customers\n";

std::string Lines(int count, const std::string& line = kSending) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += line;
  return lines;
}

size_t CountOf(const std::string& text, size_t bytes) {
  const Bytes padded(text);
  return Stretches(padded.view(), {}, nullptr, bytes).count();
}

// How many stretches were told.
int ToldOf(const Stretches& stretches) {
  int told = 0;
  for (size_t stretch = 0; stretch < stretches.count(); ++told) {
    Journal journal;
    stretch = stretches.Behind(stretches.Scan(stretch, {}, &journal));
  }
  return told;
}

}  // namespace

TEST_CASE("Stretches tell together what the whole log tells") {
  int told = 0;
  for (unsigned seed = 0; seed < 80; ++seed) {
    const Bytes text(MadeLog(seed).Text(30000));
    Journal whole;
    const TextTally tally = ScanText(text.view(), {}, &whole);
    for (const size_t bytes : {300, 900, 4000}) {
      INFO("seed " << seed << ", stretches of " << bytes);
      const Stretches stretches(text.view(), {}, nullptr, bytes);
      told += ToldOf(stretches);
      Journal together;
      const TextTally sum = ScanText(stretches, &together);
      REQUIRE(together.lines == whole.lines);
      REQUIRE(together.bytes == whole.bytes);
      REQUIRE(CountsOf(sum) == CountsOf(tally));
    }
  }
  CHECK(told > 1000);
}

TEST_CASE("A log is read on from a point that a stretch told") {
  int resumed = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    MadeLog log(seed);
    const Bytes text(log.Text(60000));
    const Bytes begun(std::string(text.view().substr(0, 20000 + log.Upto(40000))));
    Journal whole;
    const TextTally tally = ScanText(text.view(), {}, &whole);
    Journal before;
    ScanText(Stretches(begun.view(), {}, nullptr, 900), &before);
    if (!before.point) continue;
    ++resumed;
    INFO("seed " << seed << ", from " << before.point->at);
    Journal behind;
    behind.bytes = before.bytes_before;
    const TextTally sum = ScanText(Stretches(text.view(), {}, &*before.point, 900), &behind);
    before.lines.resize(before.lines_before);
    before.lines.insert(before.lines.end(), behind.lines.begin(), behind.lines.end());
    REQUIRE(before.lines == whole.lines);
    REQUIRE(behind.bytes == whole.bytes);
    REQUIRE(CountsOf(sum) == CountsOf(tally));
  }
  CHECK(resumed > 20);
}

TEST_CASE("A log has stretches where lines tell all by themselves, other texts have one") {
  CHECK(CountOf(Lines(100), 1000) == 8);
  CHECK(CountOf(Lines(100), 10000) == 1);
  CHECK(CountOf(Lines(100, "2025-11-10 08:15:04,123 - INFO - nothing of note\n"), 1000) == 1);
  // It tells something behind the summary's first line only.
  CHECK(CountOf(Lines(100, "2025-11-10 08:15:04,123 - INFO -    Successful: 670\n"), 1000) == 1);
  CHECK(CountOf("a\rb\n" + Lines(100), 1000) == 1);
  CHECK(CountOf("[" + Lines(100, "{\"customerId\": \"5\", \"result\": \"ERROR\"},\n") + "]",
                1000) == 1);
}

TEST_CASE("A stretch goes on over all that is open where the next one would begin") {
  std::string answer =
      "2025-11-10 08:15:05,000 - INFO - Batch 1 response: {\"data\": [{\"note\": \"\n";
  answer += Lines(30) + "\", \"customerId\": \"5\", \"result\": \"ERROR\"}]}\n";
  const Bytes text(Lines(5) + answer + Lines(30));
  const Stretches stretches(text.view(), {}, nullptr, 500);
  Journal first;
  const ScannedStretch scanned = stretches.Scan(0, {}, &first);
  CHECK(scanned.end >= Lines(5).size() + answer.size());
  CHECK(scanned.end < text.size());
  Journal whole;
  ScanText(text.view(), {}, &whole);
  Journal together;
  ScanText(stretches, &together);
  CHECK(together.lines == whole.lines);
}

TEST_CASE("The batch that each failure repeats is told once in the whole log") {
  const std::string failure =
      "2025-11-10 08:15:06,000 - INFO - kept: {\"customerId\": \"5\", \"result\": \"ERROR\", "
      "\"batchInfo\": {\"batch_number\": 3}, \"complete_batch_data\": [{\"changeType\": "
      "\"CREATE\", \"person\": {\"customerId\": \"5\", \"firstName\": \"Tore\", "
      "\"lastName\": \"Lind\"}}]}\n";
  const Bytes text(Lines(5) + failure + Lines(30) + failure + Lines(30));
  Journal whole;
  ScanText(text.view(), {}, &whole);
  Journal together;
  ScanText(Stretches(text.view(), {}, nullptr, 500), &together);
  CHECK(whole.any_original);
  CHECK(together.lines == whole.lines);
}

TEST_CASE("A scan that nobody wants gives up soon, and says before where it is") {
  const Bytes text(Lines(10000));
  const Stretches stretches(text.view(), {}, nullptr, text.size() * 2);
  size_t asked = 0;
  Journal journal;
  stretches.Scan(0, {}, &journal, [&](size_t at, bool may_stop) {
    CHECK(may_stop);
    asked = at;
    return at < 200000;
  });
  CHECK(asked >= 200000);
  CHECK(asked < 300000);
  CHECK(journal.lines.size() == asked / kSending.size());
}
