#include "analyzer/extract/window_text.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/scanned.h"

using namespace analyzer;

namespace {

const std::string kRule = std::string(80, '-') + "\n";
constexpr int64_t kTimeOfDay = ((8 * 60 + 15) * 60 + 4) * int64_t{1000};

std::string Success(const std::string& lines) {
  return "[08:15:04] ✅ SUCCESS - Batch 2\nStatus Code: 200\n" + lines + kRule + "\n";
}

std::string ErrorIn(const std::string& lines) {
  return "[08:15:04] ❌ ERROR - Batch 12\n" + lines + kRule + "\n";
}

}  // namespace

TEST_CASE("July 2025: a block holds the answer, its batch, time of day and status") {
  const Scanned scanned(
      "API responses will appear here during import...\n\n" +
      Success("Customers: 2\nResponse Data: {\n  \"data\": [\n    {\n      \"customerId\": \"1\",\n"
              "      \"username\": \"BJ\\u00d6RN-LIND-1\",\n      \"result\": \"SUCCESS\"\n    },\n"
              "    {\n      \"customerId\": \"2\",\n      \"result\": \"FAILED\"\n    }\n  ]\n}\n"
              "Headers: {\n  \"Server\": \"x\"\n}\n"));
  CHECK(scanned.Found() == Strings{"1 SUCCESS", "2 FAILED"});
  REQUIRE(scanned.responses.size() == 1);
  CHECK(scanned.responses[0].batch == 2);
  CHECK(scanned.responses[0].time_of_day == kTimeOfDay);
  CHECK(scanned.responses[0].status == 200);
  CHECK_FALSE(scanned.responses[0].time);
  CHECK(scanned.Told() == Strings{"window_success b=2 status=200 count=2"});
  CHECK_FALSE(scanned.fact_times[0]);
  CHECK(scanned.fact_times_of_day[0] == kTimeOfDay);
  CHECK(scanned.text.substr(scanned.fact_spans[0].begin, 10) == "[08:15:04]");
  CHECK(scanned.tally.window_blocks == 1);
}

TEST_CASE("A body that the client could not read is no answer, but gives what it holds") {
  const Scanned scanned(
      Success("Customers: 3\nResponse Data: {\n  \"raw_response\": \"{\\\"data\\\": "
              "[{\\\"customerId\\\": \\\"1\\\", \\\"result\\\": \\\"ERROR\\\"}, {\\\"cust\"\n}\n"
              "Headers: {}\n"));
  CHECK(scanned.Found() == Strings{"1 ERROR"});
  CHECK(scanned.responses[0].batch == 2);
  CHECK(scanned.responses[0].status == 200);
  CHECK(scanned.responses[0].time_of_day == kTimeOfDay);
  CHECK(scanned.Told() == Strings{"window_body_broken b=2 status=200 count=3"});
  const Scanned page(Success("Customers: 3\nResponse Data: {\"raw_response\": \"<html>\"}\n"));
  CHECK(page.Told() == Strings{"window_body_broken b=2 status=200 count=3"});
}

TEST_CASE("Details of failures, of which only the first ones are listed") {
  const Scanned scanned(
      Success("Customers: 70\nResponse File: batch_002_success_20251110_081504.json\n"
              "API Processed: 70 customers\nAPI Success: 66\nAPI Failures: 2\n"
              "❌ Failed Customers: 4\nFailed Customer Details (first 3):\n"
              "  1. ID: 7\n     Username: BJ\\u00d6RN LIND-1\n     Error: no\n"
              "  2. ID: None\n     Username: EVA LIND-2\n     Error: Unknown error\n"
              "Headers: Content-Type: unknown, Size: unknown\n"));
  CHECK(scanned.Found() == Strings{"7 UNKNOWN", "EVA LIND-2 UNKNOWN"});
  CHECK(scanned.records[0].username == "BJÖRN LIND-1");
  CHECK(scanned.records[0].error == "no");
  CHECK(scanned.records[1].error.empty());
  CHECK(scanned.Told() == Strings{"window_failures b=2 status=200 count=4",
                                  "window_more_failures b=2 status=200 count=2"});
}

TEST_CASE("The count of the results alone serves where there is no other") {
  CHECK(Scanned(Success("Customers: 9\nAPI Failures: 2\n")).Told() ==
        Strings{"window_failures b=2 status=200 count=2"});
  CHECK(Scanned(Success("Customers: 9\nAPI Success: 9\nAPI Failures: 0\n")).Told() ==
        Strings{"window_success b=2 status=200 count=9"});
}

TEST_CASE("Households: the same words of theirs") {
  const Scanned scanned(
      Success("Households: 5\nAPI Processed: 5 households\n❌ Failed Households: 3\n"
              "Failed Household Details (first 5):\n  1. Household ID: H-1\n     Username: None\n"
              "     Error: no\n"));
  CHECK(scanned.Found() == Strings{"H-1 UNKNOWN"});
  CHECK(scanned.Told() == Strings{"window_failures b=2 status=200 count=3 households",
                                  "window_more_failures b=2 status=200 count=2 households"});
}

TEST_CASE("An error is an attempt without results, in the form of each release") {
  const Strings told{"window_error b=12 try=1 status=500 count=30"};
  const std::string head = "Status Code: 500\nCustomers: 30\nAttempt: 1/2\n";
  CHECK(Scanned(ErrorIn(head + "Error Data: {\n  \"title\": \"x\",\n  \"status\": 500\n}\n"))
            .Told() == told);
  CHECK(
      Scanned(ErrorIn(head + "Response File: a.json\nError Summary: {'title': 'x', 'status': 500}\n"
                             "Content-Type: unknown\n"))
          .Told() == told);
  CHECK(Scanned(ErrorIn("Customers: 30\nAttempt: 2/2\nError: timed out\n")).Told() ==
        Strings{"window_error b=12 try=2 count=30"});
  CHECK(Scanned(ErrorIn("Status Code: None\nHouseholds: 3\n")).Told() ==
        Strings{"window_error b=12 count=3 households"});
  CHECK(Scanned(ErrorIn("Status Code: 200\nError: Expecting value: line 1\n")).Told() ==
        Strings{"window_body_broken b=12 status=200"});
}

TEST_CASE("A block that is cut off is no success, but an error and a count of failures stand") {
  const std::string open = "[08:15:04] ✅ SUCCESS - Batch 2\nStatus Code: 200\nCustomers: 70\n";
  CHECK(Scanned(open).Told().empty());
  CHECK(Scanned(open + "API Failures: 0\n").Told().empty());
  CHECK(Scanned(open + "❌ Failed Customers: 4\n").Told() ==
        Strings{"window_failures b=2 status=200 count=4"});
  const Scanned next(open + "[08:15:05] ❌ ERROR - Batch 3\n");
  CHECK(next.Told() == Strings{"window_error b=3"});
  const Scanned log(open + "2025-11-10 08:15:04,123 - INFO - x\n" + kRule);
  CHECK(log.Told().empty());
}

TEST_CASE("A body that is cut off in its block hides nothing behind it, and is no success") {
  const Scanned scanned(
      Success("Customers: 2\nResponse Data: {\n  \"data\": [\n    {\n      \"customerId\": \"1\",\n"
              "      \"result\": \"FAILED\"\n    },\n") +
      ErrorIn("Error Summary: {'title': 'it\"s cut\n") +
      Success("Customers: 1\nFailed Customers: 1\n  1. ID: 7\n     Error: {kod: 17}}\n"));
  CHECK(scanned.Found() == Strings{"1 FAILED", "7 UNKNOWN"});
  CHECK(scanned.responses[0].batch == 2);
  CHECK(scanned.Told() == Strings{"window_error b=12", "window_failures b=2 status=200 count=1"});
}

TEST_CASE("A failure's details are not searched for other results") {
  const Scanned scanned(
      Success("❌ Failed Customers: 1\n  1. ID: 7\n"
              "     Error: {\"customerId\": \"8\", \"result\": \"SUCCESS\"}\n"));
  CHECK(scanned.Found() == Strings{"7 UNKNOWN"});
  CHECK(scanned.records[0].error == R"({"customerId": "8", "result": "SUCCESS"})");
}

TEST_CASE("The date of a log line before it is not the block's") {
  const Scanned scanned(
      "2025-11-10 08:15:04,123 - INFO - Sending batch 9 (attempt 1/2) - 1 "
      "customers\n" +
      Success("Response Data: {\"data\": [{\"customerId\": \"1\", \"result\": "
              "\"FAILED\"}]}\n"));
  REQUIRE(scanned.responses.size() == 1);
  CHECK_FALSE(scanned.responses[0].time);
  CHECK(scanned.responses[0].batch == 2);
}

TEST_CASE("Carriage returns and broken emojis do not matter") {
  const Scanned scanned(
      "[08:15:04] ? SUCCESS - Batch 2\r\nCustomers: 3\r\n? Failed Customers: 1\r\n"
      "  1. ID: 7\r\n     Username: EVA LIND-1\r\n" +
      std::string(80, '-') + "\r\n");
  CHECK(scanned.records[0].username == "EVA LIND-1");
  CHECK(scanned.Told() == Strings{"window_failures b=2 count=1"});
}
