#include "analyzer/extract/log_line.h"

#include <re2/re2.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/log_fact.h"

namespace analyzer {
namespace {

LogFact FactIn(std::string_view message) {
  INFO(message);
  const auto fact = ReadFact(message);
  REQUIRE(fact);
  return *fact;
}

TEST_CASE("Every pattern of the table matches its samples, and nothing matches the others") {
  std::set<std::string_view> ids;
  for (const LogPattern& pattern : LogPatterns()) {
    CHECK(ids.insert(pattern.id).second);
    CHECK_FALSE(pattern.matches.empty());
    CHECK_FALSE(pattern.no_matches.empty());
    for (const std::string_view message : pattern.matches) {
      INFO(message);
      const auto fact = ReadFact(message);
      REQUIRE(fact);
      CHECK(fact->pattern == pattern.id);
      CHECK(fact->fact == pattern.fact);
    }
    for (const std::string_view message : pattern.no_matches) {
      INFO(pattern.id << ": " << message);
      const auto fact = ReadFact(message);
      CHECK_FALSE(fact);
    }
  }
}

// `text` cut, with a part twice, or with some characters changed to others that messages have.
std::string Altered(std::string text, std::mt19937* random) {
  const auto below = [&](size_t end) { return (*random)() % std::max<size_t>(end, 1); };
  for (size_t changes = 1 + below(3); changes > 0; --changes) {
    const size_t at = below(text.size() + 1);
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(4));
        break;
      case 1:
        text.insert(at, text.substr(below(text.size() + 1), 1 + below(20)));
        break;
      case 2:
        text.insert(at, 1, "0 9-(A\xC3?_.s:\n"[below(14)]);
        break;
      default:
        text = text.substr(0, at) + text.substr(std::min(at + below(3), text.size()));
    }
  }
  return text;
}

// All patterns, tried in their order behind what may stand before the words.
std::string_view TriedInOrder(const std::string& message) {
  constexpr const char* kHead = R"((?:[\x80-\xFF?][\x80-\xFF? ]*|\[[A-Z][A-Z_ ]{0,31}\] *)?)";
  static const std::vector<std::unique_ptr<RE2>> kAll = [] {
    RE2::Options bytes(RE2::Latin1);
    bytes.set_dot_nl(true);
    std::vector<std::unique_ptr<RE2>> all;
    for (const LogPattern& pattern : LogPatterns())
      all.push_back(std::make_unique<RE2>(kHead + std::string(pattern.regex), bytes));
    return all;
  }();
  for (size_t i = 0; i < kAll.size(); ++i)
    if (RE2::FullMatch(message, *kAll[i])) return LogPatterns()[i].id;
  return "";
}

TEST_CASE("The pattern that counts is the first that matches behind a head") {
  std::mt19937 random(2);
  for (const LogPattern& pattern : LogPatterns()) {
    for (const std::string_view sample : pattern.matches) {
      for (const char* head :
           {"", "? ", "[A_ B] ", "[SUCCESS] ", "\xE2\x9C\x85 ? [SUCCESS]  ", "[",
            "[ABCDEFGHIJKLMNOPQRSTUVWXYZ_ ABCD]", "[ABCDEFGHIJKLMNOPQRSTUVWXYZ_ ABCDE]",
            "[ABCDEFGHIJKLMNOPQRSTUVWXYZ_ ABCDEF]"}) {
        for (int i = 0; i < 40; ++i) {
          std::string message = head + std::string(sample);
          if (i > 0) message = Altered(message, &random);
          message = Trim(message);
          INFO(message);
          const auto fact = ReadFact(message);
          REQUIRE((fact ? fact->pattern : "") == TriedInOrder(message));
        }
      }
    }
  }
}

TEST_CASE("Each group of a pattern has a name") {
  for (const LogPattern& pattern : LogPatterns()) {
    const RE2 regex(std::string(pattern.regex), RE2::Latin1);
    CHECK(static_cast<size_t>(regex.NumberOfCapturingGroups()) ==
          regex.CapturingGroupNames().size());
  }
}

TEST_CASE("Every kind of fact has a pattern, or the client's own files tell it") {
  std::set<Fact> facts{Fact::kSavedNoResult, Fact::kSavedNeverSent, Fact::kRemaining,
                       Fact::kSavedError, Fact::kSummaryFile};
  for (const LogPattern& pattern : LogPatterns()) facts.insert(pattern.fact);
  CHECK(facts.size() == static_cast<size_t>(Fact::kSummaryFile) + 1);
}

TEST_CASE("What no pattern is for tells nothing") {
  for (const char* message :
       {"", "   ", "🔧 Using 3 worker threads", "[FAILURES] INDIVIDUAL CUSTOMERS FAILURES:",
        "[REGEX] Found 5 failed customer matches in response text",
        "   Individual customers files saved in failed_customers/single_failures/* directories",
        "[RETRY] retry_batch_00012_failed.json: 70 customers (Error: HTTP 500: Batch 12 failed "
        "with status 500: x)",
        "Error parsing API response for failures: 'in <string>' requires string"}) {
    INFO(message);
    CHECK_FALSE(ReadFact(message));
  }
}

TEST_CASE("What the client counts is read") {
  LogFact fact = FactIn("[SUCCESS] Batch 14 completed successfully - 17/4");
  CHECK(fact.batch == 14);
  CHECK(fact.count == 17);
  CHECK(fact.batches == 4);
  CHECK_FALSE(fact.open_ended);  // that the batch was answered is told, whatever follows
  CHECK(FactIn("   Success rate: 95.7%").count == 957);
  CHECK(FactIn("   Success rate: 100.0%").count == 1000);
  CHECK(FactIn("   Duration: 0:01:21.348000").count == 81348);
  CHECK(FactIn("   Duration: 2 days, 1:00:00").count == 49 * 3600 * 1000);
  fact = FactIn("   UNKNOWN reason customers: 4");
  CHECK(fact.path == "UNKNOWN");
  CHECK(fact.count == 4);
  fact = FactIn("[INDIVIDUAL HOUSEHOLDS] Saved 1/2 NOT_FOUND households to failed/NOT_FOUND");
  CHECK(fact.path == "NOT_FOUND");
  CHECK(fact.count == 1);
  CHECK(fact.households);
}

TEST_CASE("Numbers and paths are read") {
  LogFact fact =
      FactIn("Loading batch 3 from C:\\My Files\\a (1).json (customers 70-100) - 30 customers");
  CHECK(fact.batch == 3);
  CHECK(fact.path == "C:\\My Files\\a (1).json");
  CHECK(fact.first == 70);
  CHECK(fact.last == 100);
  CHECK(fact.count == 30);
  CHECK_FALSE(fact.households);
  CHECK(fact.attempt == -1);

  fact = FactIn("Planned 100 households from in/a -> b.json -> 2 batches (not loaded yet)");
  CHECK(fact.fact == Fact::kLoaded);
  CHECK(fact.path == "in/a -> b.json");
  CHECK(fact.count == 100);
  CHECK(fact.batches == 2);
  CHECK(fact.households);

  fact = FactIn("Loaded 100 customers from in/a.json");
  CHECK(fact.path == "in/a.json");
  CHECK(fact.batches == -1);

  fact = FactIn("[STATS] Created 14 batches of 70 households each");
  CHECK(fact.batches == 14);
  CHECK(fact.count == 70);
  CHECK(fact.households);

  fact = FactIn("Sending batch 12 (attempt 2/3) - 7 customers");
  CHECK(fact.batch == 12);
  CHECK(fact.attempt == 2);
  CHECK(fact.count == 7);

  fact = FactIn("[FAILED] Batch 3 completed with HTTP 200 but 12 households FAILED!");
  CHECK(fact.batch == 3);
  CHECK(fact.status == 200);
  CHECK(fact.count == 12);
  CHECK(fact.households);

  fact = FactIn("[RESPONSE_NOK] Saved non-200 batch 12 (HTTP 500) to a b/batch_00012.json");
  CHECK(fact.batch == 12);
  CHECK(fact.status == 500);
  CHECK(fact.path == "a b/batch_00012.json");

  fact = FactIn("💾 Saved failed batch 3 to out (old)/b.json (70 customers)");
  CHECK(fact.path == "out (old)/b.json");
  CHECK(fact.count == 70);

  fact = FactIn("⚠️ Batch 12 failed with status 502: <html>: 503");
  CHECK(fact.batch == 12);
  CHECK(fact.status == 502);
  CHECK(FactIn("⏰ Batch 5 timed out (attempt 2)").attempt == 2);
  CHECK(FactIn("   - ... and 27 more failures").count == 27);
  CHECK(FactIn("🚀 Starting bulk import from 50000 files").count == 50000);
}

TEST_CASE("A number too large to be one is no fact") {
  CHECK_FALSE(ReadFact("Sending batch 99999999999999999999 (attempt 1/2) - 7 customers"));
}

TEST_CASE("Failures: names as they come") {
  LogFact fact =
      FactIn("[FAILED] FOUND FAILED CUSTOMER: 500 - ANN - MARIE (X) TEST-1 - Result: CONFLICT");
  CHECK(fact.customer_id == "500");
  CHECK(fact.username == "ANN - MARIE (X) TEST-1");
  CHECK(fact.result == "CONFLICT");

  fact = FactIn("[FAILED] FOUND FAILED CUSTOMER: 500 - ANNA TEST-1234");
  CHECK(fact.username == "ANNA TEST-1234");
  CHECK_FALSE(fact.result);

  fact = FactIn("[FAILED] FOUND FAILED CUSTOMER: None - None");
  CHECK(fact.fact == Fact::kFailure);
  CHECK(fact.customer_id.empty());
  CHECK(fact.username.empty());

  fact = FactIn("[FAILED] FOUND FAILED CUSTOMER: 7 - None - Result: None");
  CHECK(fact.username.empty());
  CHECK(fact.result == "");

  fact = FactIn(R"([REGEX] NEW FAILED CUSTOMER: 7 - BJ\u00d6RN TEST-1)");
  CHECK(fact.username == "BJÖRN TEST-1");
  CHECK_FALSE(fact.result);
}

TEST_CASE("Failures: name and error are told apart") {
  LogFact fact = FactIn("   - Failed: 500 (ANNA TEST-1) - Field (x) - \"2000-13-01\"");
  CHECK(fact.customer_id == "500");
  CHECK(fact.username == "ANNA TEST-1");
  CHECK(fact.error == "Field (x) - \"2000-13-01\"");

  fact = FactIn("   - Failed: 500 (ANN (X) - TEST (Y)) - bad (z) - really");
  CHECK(fact.username == "ANN (X) - TEST (Y)");
  CHECK(fact.error == "bad (z) - really");

  fact = FactIn("   - Failed: 500 (ANN :( TEST) - bad");
  CHECK(fact.username == "ANN :( TEST");
  CHECK(fact.error == "bad");

  fact = FactIn(R"(   - Failed: None (BJ\u00d6RN) - Unknown error)");
  CHECK(fact.customer_id.empty());
  CHECK(fact.username == "BJÖRN");
  CHECK(fact.error.empty());

  fact = FactIn("   - Failed: 7 (None) - None");
  CHECK(fact.username.empty());
  CHECK(fact.error.empty());
}

TEST_CASE("A name or an error that quotes a message is only that") {
  for (const char* quoted :
       {"Batch 3 (attempt 1/2)", "Sending batch 3 (attempt 1/2) - 70 customers",
        "[SUCCESS] Batch 3 completed successfully - 1/1", "[STOP] STOPPING - Batch 3 not processed",
        "📊 IMPORT SUMMARY:", "Loaded 5 customers from a.json -> 2 batches"}) {
    INFO(quoted);
    LogFact fact = FactIn("[FAILED] FOUND FAILED CUSTOMER: 7 - " + std::string(quoted));
    CHECK(fact.fact == Fact::kFailure);
    CHECK(fact.username == quoted);
    CHECK(fact.batch == -1);
    fact = FactIn("   - Failed: 7 (ANNA) - " + std::string(quoted));
    CHECK(fact.fact == Fact::kFailure);
    CHECK(fact.error == quoted);
    fact = FactIn("[ERROR] Batch 9 error (attempt 1): " + std::string(quoted));
    CHECK(fact.fact == Fact::kNoResult);
    CHECK(fact.batch == 9);
    CHECK_FALSE(ReadFact("Response of the API: " + std::string(quoted)));
  }
}

TEST_CASE("Bytes that are no UTF-8 do not hide a line") {
  const LogFact fact = FactIn("[FAILED] FOUND FAILED CUSTOMER: 7 - BJ\xD6RN - Result: ERROR");
  CHECK(fact.customer_id == "7");
  CHECK(fact.result == "ERROR");
}

TEST_CASE("The parts of a line") {
  const auto line = ParseLogLine("2025-07-03 09:08:07,045 - WARNING -    - Failed: 1 (A) - b\r");
  REQUIRE(line);
  CHECK(line->time == ParseTime("2025-07-03 09:08:07,045"));
  CHECK(line->time.milliseconds % 1000 == 45);
  CHECK(line->level == "WARNING");
  CHECK(line->message == "   - Failed: 1 (A) - b");
  CHECK(ParseLogLine("2025-07-03 09:08:07.045 - INFO - x"));
  REQUIRE(ParseLogLine("2025-07-03 09:08:07,045 - INFO - "));
  CHECK(ParseLogLine("2025-07-03 09:08:07,045 - INFO - ")->message.empty());
}

TEST_CASE("What only resembles a line is none") {
  for (const char* line :
       {"", "2025-07-03", "2025-07-03 09:08:07 - INFO - x", "2025-07-03T09:08:07,045 - INFO - x",
        " 2025-07-03 09:08:07,045 - INFO - x", "2025-07-03 09:08:07,045 INFO x",
        "2025-07-03 09:08:07,045 - info - x", "2025-07-03 09:08:07,045 -  - x",
        "2025-07-03 09:08:07,045 - INFO", "2025-07-03 09:08:07;045 - INFO - x",
        "2025-07-0a 09:08:07,045 - INFO - x"}) {
    INFO(line);
    CHECK_FALSE(ParseLogLine(line));
  }
}

TEST_CASE("A head is found wherever it begins") {
  const std::string head = "2025-07-03 09:08:07,045 - INFO - x";
  CHECK(FindLogLineHead(head) == 0);
  CHECK(FindLogLineHead("{\"a\": \"2025-07-0" + head) == 16);
  CHECK(FindLogLineHead("1" + head) == 1);
  CHECK(FindLogLineHead("2025-07-03 09:08:07,045") == std::string_view::npos);
  CHECK(FindLogLineHead("----") == std::string_view::npos);
  CHECK(FindLogLineHead("") == std::string_view::npos);
}

// What took more than linear time would not end within the time that ctest gives a test.
TEST_CASE("Long hostile messages take linear time") {
  std::string message = "[FAILED] FOUND FAILED CUSTOMER: 7 - ";
  for (int i = 0; i < 200000; ++i) message += " - Result: X) - (";
  CHECK(ReadFact(message));
  CHECK(ReadFact("   - Failed: 7 (" + message));
  CHECK_FALSE(ReadFact("   - Failed: 7 (" + std::string(5'000'000, ')')));
  CHECK(FindLogLineHead(std::string(5'000'000, '-')) == std::string_view::npos);
}

}  // namespace
}  // namespace analyzer
