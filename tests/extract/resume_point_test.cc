#include "analyzer/extract/resume_point.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/base/bytes.h"
#include "analyzer/extract/scan_text.h"
#include "tests/support/journal.h"
#include "tests/support/made_log.h"

using namespace analyzer;

namespace {

TextTally Scan(const std::string& text, Journal* journal, const ResumePoint* from = nullptr) {
  const Bytes padded(text);
  return ScanText(padded.view(), {}, journal, from);
}

}  // namespace

TEST_CASE("A log that was read on from a point tells what the whole log tells") {
  int resumed = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    MadeLog log(seed);
    const std::string text = log.Text(30000);
    Journal whole;
    const TextTally tally = Scan(text, &whole);
    for (int cut = 0; cut < 12; ++cut) {
      const size_t end = log.Upto(text.size());
      Journal before;
      Scan(text.substr(0, end), &before);
      if (!before.point) continue;
      ++resumed;
      INFO("seed " << seed << ", cut at " << end << ", from " << before.point->at);
      Journal behind;
      behind.bytes = before.bytes_before;
      const TextTally together = Scan(text, &behind, &*before.point);
      std::vector<std::string> lines(
          before.lines.begin(),
          before.lines.begin() + static_cast<std::ptrdiff_t>(before.lines_before));
      lines.insert(lines.end(), behind.lines.begin(), behind.lines.end());
      REQUIRE(lines == whole.lines);
      REQUIRE(behind.bytes == whole.bytes);
      REQUIRE(CountsOf(together) == CountsOf(tally));
      if (behind.point && whole.point) REQUIRE(behind.point->at == whole.point->at);
    }
  }
  CHECK(resumed > 100);
}

TEST_CASE("Nothing is a point to go on from where something may be open, or is no log") {
  const std::string line =
      "2025-11-10 08:15:04,123 - INFO - Sending batch 1 (attempt 1/2) - 4 customers\n";
  std::string many;
  for (int i = 0; i < 200; ++i) many += line;
  const auto point_of = [](const std::string& text) {
    Journal journal;
    Scan(text, &journal);
    return journal.point ? journal.point->at : 0;
  };
  CHECK(point_of(many) > many.size() - 5000);
  CHECK(point_of(many) % line.size() == 0);
  CHECK(point_of(line + "body {\n \"a\": [\n" + std::string(9000, '\n')) == 0);
  CHECK(point_of("[08:15:04] ❌ ERROR - Batch 12\n" + std::string(9000, 'x')) == 0);
  CHECK(point_of("a\rb\n" + many) == 0);
  CHECK(point_of(std::string(9000, '\n')) == 0);
}
