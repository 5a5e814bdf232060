#include "analyzer/extract/text_scanner.h"

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/base/bytes.h"
#include "tests/support/journal.h"

using namespace analyzer;

namespace {

const std::string kSent =
    "2025-11-10 08:15:04,123 - INFO - Sending batch 1 (attempt 1/2) - 4 customers\n";

// Where a scan of the whole ends that may stop at `stop`.
size_t EndOf(const std::string& log, size_t stop) {
  const Bytes text(log);
  Journal journal;
  return ScanStretch(text.view(), TraitsOf(text.view(), 0), {}, &journal, nullptr, {stop}).end;
}

}  // namespace

TEST_CASE("A scan stops where it may, if nothing is open across that place") {
  CHECK(EndOf(kSent + kSent + kSent, 2 * kSent.size()) == 2 * kSent.size());
  // No line begins there.
  CHECK(EndOf(kSent + kSent, kSent.size() + 3) == 2 * kSent.size());
}

TEST_CASE("A scan does not stop inside of a document") {
  const std::string begin = kSent + "2025-11-10 08:15:05,000 - INFO - Batch 1: {\"data\": [\n";
  const std::string log =
      begin + kSent + "{\"customerId\": \"5\", \"result\": \"ERROR\"}]}\n" + kSent;
  CHECK(EndOf(log, begin.size()) == log.size());
}

TEST_CASE("A scan does not stop inside of a block of the client's window") {
  const std::string begin = kSent + "[08:15:04] ❌ ERROR - Batch 12\nStatus Code: 500\n";
  const std::string log = begin + kSent + kSent;
  CHECK(EndOf(log, begin.size()) == log.size());
}

TEST_CASE("A scan that looked as far as the text's end goes on up to there") {
  const std::string begin =
      kSent + "2025-11-10 08:15:05,000 - INFO - Batch 1: {\"data\": [\n" + kSent;
  const std::string log = begin + kSent + kSent;
  CHECK(EndOf(log, begin.size()) == log.size());
}
