#include "analyzer/extract/log_line.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <string>

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

TEST_CASE("Long hostile messages take linear time") {
  const auto start = std::chrono::steady_clock::now();
  std::string message = "[FAILED] FOUND FAILED CUSTOMER: 7 - ";
  for (int i = 0; i < 200000; ++i) message += " - Result: X) - (";
  CHECK(ReadFact(message));
  CHECK(ReadFact("   - Failed: 7 (" + message));
  CHECK_FALSE(ReadFact("   - Failed: 7 (" + std::string(5'000'000, ')')));
  CHECK(FindLogLineHead(std::string(5'000'000, '-')) == std::string_view::npos);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

}  // namespace
}  // namespace analyzer
