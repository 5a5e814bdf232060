#include "analyzer/cli/stretch_reading.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/base/memory_limit.h"
#include "analyzer/extract/scan_text.h"
#include "tests/support/made_log.h"

using namespace analyzer;

namespace {

std::string At(Span bytes, int64_t line) {
  return " " + std::to_string(bytes.begin) + "-" + std::to_string(bytes.end) + " line " +
         std::to_string(line);
}

std::string TextOf(const Findings::Counts& counts) {
  std::string text = "counts";
  for (const int64_t count :
       {counts.alone, counts.copies, counts.responses, counts.records, counts.facts}) {
    text += " " + std::to_string(count);
  }
  return text;
}

// All that the index would take of findings, as lines.
std::vector<std::string> LinesOf(const Findings& found) {
  std::vector<std::string> lines;
  for (const Findings::Records& some : found.records) {
    lines.push_back("records " + some.content + " " + std::to_string(some.batch.value_or(-1)) +
                    " " + std::to_string(some.all));
    ForEachPacked(some.packed, [&](const PackedRecord& packed) {
      lines.push_back("packed " + packed.record.customer_id + " " + std::to_string(packed.number) +
                      At(packed.record.span, packed.line));
    });
    for (const Findings::PlacedRecord& placed : some.records) {
      lines.push_back("record " + placed.record.customer_id + " " + placed.record.result + " " +
                      std::to_string(placed.number) + At(placed.record.span, placed.line));
    }
  }
  for (const Findings::PlacedFact& placed : found.facts)
    lines.push_back(std::string(placed.fact.pattern) + At(placed.bytes, placed.line));
  for (const Findings::Repair& repair : found.repairs)
    lines.push_back(std::string(repair.what) + At(repair.bytes, repair.line));
  size_t hash = 0;
  for (const Findings::FoundOriginal& original : found.originals) {
    std::string line = "original " + original.own_id + At(original.bytes, 0);
    for (; hash < original.hashes_end; ++hash) line += " " + std::to_string(found.hashes[hash]);
    lines.push_back(line);
  }
  for (const int64_t bytes : found.file.bytes_by_kind)
    lines.push_back("bytes " + std::to_string(bytes));
  lines.push_back(TextOf(found.counts));
  return lines;
}

// As `read` fills it, from an own sink.
template <typename Read>
Findings FindingsOf(const SourceText& source, const Read& read) {
  Findings found;
  FindingsSink sink(&source, &found);
  read(&sink);
  sink.Finish();
  return found;
}

const std::string kKept =
    "2025-11-10 08:15:06,000 - INFO - kept: {\"customerId\": \"5\", \"result\": \"ERROR\", "
    "\"originalData\": {\"changeType\": \"CREATE\", \"person\": {\"customerId\": \"5\", "
    "\"firstName\": \"Tore\", \"lastName\": \"Lind\"}}}\n";

}  // namespace

TEST_CASE("With any number of helpers the same is found in a log") {
  SetMemory({size_t{256} << 20, 4});
  for (unsigned seed = 0; seed < 24; ++seed) {
    MadeLog log(seed);
    std::string text = log.Text(30000);
    if (seed % 3 == 0) text += kKept + log.Text(20000) + kKept + log.Text(10000);
    const SourceText source(text);
    const Findings whole =
        FindingsOf(source, [&](FindingsSink* sink) { ScanText(source.text(), {}, sink); });
    for (const size_t bytes : {300, 2000}) {
      const Stretches stretches(source.text(), {}, nullptr, bytes);
      if (!MayBeHelped(source, stretches)) continue;
      for (const unsigned helpers : {0, 1, 3}) {
        INFO("seed " << seed << ", stretches of " << bytes << ", " << helpers << " helpers");
        const Findings helped = FindingsOf(source, [&](FindingsSink* sink) {
          ScanHelped(source, stretches, helpers, nullptr, sink);
        });
        REQUIRE(LinesOf(helped) == LinesOf(whole));
        if (!whole.prefix || !helped.prefix) continue;
        // Whoever goes on there knows what the whole log tells up to there.
        CHECK(helped.prefix->line ==
              1 + std::count(text.begin(),
                             text.begin() + static_cast<std::ptrdiff_t>(helped.prefix->point.at),
                             '\n'));
        if (helped.prefix->point.at != whole.prefix->point.at) continue;
        CHECK(helped.prefix->bytes_by_kind == whole.prefix->bytes_by_kind);
        CHECK(helped.prefix->facts == whole.prefix->facts);
        CHECK(helped.prefix->records == whole.prefix->records);
        CHECK(helped.prefix->point.tally.log_lines == whole.prefix->point.tally.log_lines);
      }
    }
  }
}

TEST_CASE("Stretches that another one ran on into are given up, and nothing is lost") {
  SetMemory({size_t{256} << 20, 4});
  // Whoever told of a whole batch goes on to the end of the log by itself.
  const std::string batch =
      "2025-11-10 08:15:06,000 - INFO - kept: {\"customerId\": \"5\", \"result\": \"ERROR\", "
      "\"batchInfo\": {\"batch_number\": 3}, \"complete_batch_data\": [{\"changeType\": "
      "\"CREATE\", \"person\": {\"customerId\": "
      "\"5\", \"firstName\": \"Tore\", \"lastName\": \"Lind\"}}]}\n";
  MadeLog log(7);
  const std::string text = log.Text(300000) + batch + log.Text(400000) + batch + log.Text(100000);
  const SourceText source(text);
  const Findings whole =
      FindingsOf(source, [&](FindingsSink* sink) { ScanText(source.text(), {}, sink); });
  REQUIRE(whole.counts.copies == 1);
  const Stretches stretches(source.text(), {}, nullptr, 20000);
  for (const unsigned helpers : {0, 1, 3}) {
    const Findings helped = FindingsOf(
        source, [&](FindingsSink* sink) { ScanHelped(source, stretches, helpers, nullptr, sink); });
    CHECK(LinesOf(helped) == LinesOf(whole));
  }
}

TEST_CASE("Nobody helps with a text that is not in the file as it is, or that is short") {
  const std::string line =
      "2025-11-10 08:15:04,123 - INFO - Sending batch 1 (attempt 1/2) - 4 customers\n";
  std::string text;
  for (int i = 0; i < 100; ++i) text += line;
  const auto helped = [](const std::string& bytes, size_t stretch) {
    const SourceText source(bytes);
    return MayBeHelped(source, Stretches(source.text(), {}, nullptr, stretch));
  };
  CHECK(helped(text, 1000));
  CHECK_FALSE(helped(text, 4000));
  CHECK_FALSE(helped("\xEF\xBB\xBF" + text, 1000));
  CHECK_FALSE(helped(line + "\xE5\n" + text, 1000));
}
