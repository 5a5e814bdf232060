#include "analyzer/extract/scan_text.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/scanned.h"

using namespace analyzer;

namespace {

const std::string kLine = "2025-11-10 08:15:04,123 - INFO - ";

}  // namespace

TEST_CASE("A wrapped response tells its batch, its time and its records") {
  const Scanned scanned(R"({"timestamp": "20251110_081504", "batch_id": 3, "status_code": 200,
    "response_data": {"data": [{"customerId": "1", "result": "SUCCESS"}, {"customerId": 2, "result": "conflict"}]}})");
  REQUIRE(scanned.responses.size() == 1);
  const Response& response = scanned.responses[0];
  CHECK(response.batch == 3);
  CHECK(FormatCompact(*response.time) == "20251110_081504");
  CHECK(response.whole);
  CHECK(response.listed == 2);
  CHECK(scanned.Found() == Strings{"1 SUCCESS", "2 CONFLICT"});
  CHECK(scanned.records[1].standing == Standing::kFailed);
  CHECK(scanned.records[1].position == 1);
  CHECK(scanned.Quoted(1) == R"({"customerId": 2, "result": "conflict"})");
}

TEST_CASE("All result keys count, and the errors list") {
  for (const char* key : {"data", "customers", "results", "customerResults"}) {
    const Scanned scanned("{\"" + std::string(key) +
                          R"(": [{"customerId": "1", "result": null}]})");
    CHECK(scanned.Found() == Strings{"1 UNKNOWN"});
  }
  const Scanned errors(
      R"({"data": [{"customerId": "1", "result": "OK"}], "errors": [{"customerId": "2", "message": "no"}]})");
  CHECK(errors.Found() == Strings{"1 OK", "2 FAILED"});
  CHECK(errors.responses[0].has_errors_list);
  CHECK_FALSE(errors.records[1].result_stated);
}

TEST_CASE("A problem object's errors are not customers") {
  const Scanned scanned(
      R"({"title": "Bad Request", "status": 400, "errors": [{"field": "x", "message": "no"}]})");
  CHECK(scanned.records.empty());
}

TEST_CASE("JSON escaped in a string is searched, once and twice") {
  const Scanned once(
      R"({"raw_response": "x {\"data\": [{\"customerId\": \"1\", \"result\": \"FAILED\"}]}"})");
  CHECK(once.Found() == Strings{"1 FAILED"});
  CHECK(once.Quoted(0) == R"({\"customerId\": \"1\", \"result\": \"FAILED\"})");
  const Scanned twice(
      R"({"a": "{\"b\": \"{\\\"customerId\\\": \\\"1\\\", \\\"result\\\": \\\"FAILED\\\"}\"}"})");
  CHECK(twice.Found() == Strings{"1 FAILED"});
  const Scanned line(
      kLine + R"(body="{\"data\": [{\"customerId\": \"1\", \"result\": \"FAILED\"}]}" sent)" +
      "\n");
  CHECK(line.Found() == Strings{"1 FAILED"});
}

TEST_CASE("Text that quotes a result inside a record or an original is no result") {
  const Scanned record(
      R"({"data": [{"customerId": "1", "result": "FAILED", "error": "{\"customerId\": \"2\", \"result\": \"FAILED\"}"}]})");
  CHECK(record.Found() == Strings{"1 FAILED"});
  const Scanned original(
      R"({"data": [{"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "1",
      "note": "{\"customerId\": \"2\", \"result\": \"FAILED\"}", "x": {"customerId": "3", "result": "FAILED"}}}]})");
  CHECK(original.records.empty());
  CHECK(original.originals.size() == 1);
}

TEST_CASE("Documents stand in a log: several on a line, over many lines, with text behind") {
  const Scanned scanned(kLine +
                        "Batch 7 got {\"customerId\": \"1\", \"result\": \"FAILED\"} and "
                        "{\"customerId\": \"2\", \"result\": \"ERROR\"}.\n" +
                        kLine +
                        "Response: {\n  \"data\": [\n    {\"customerId\": \"3\", \"result\": "
                        "\"FAILED\"}\n  ]\n} end\n");
  CHECK(scanned.Found() == Strings{"1 FAILED", "2 ERROR", "3 FAILED"});
  CHECK(scanned.responses[0].batch == 7);
  CHECK_FALSE(scanned.responses[2].batch);
  CHECK(scanned.tally.log_lines == 2);
}

TEST_CASE("Other threads' lines inside a document are taken out") {
  const Scanned scanned(
      kLine + "Response: {\n  \"data\": [\n    {\"customerId\": \"1\",\n" + kLine +
      "Sending batch 2 (attempt 1/2) - 4 customers\n     \"result\": \"FAILED\"}\n  ]\n}\n");
  CHECK(scanned.Found() == Strings{"1 FAILED"});
  CHECK(scanned.records[0].extractor == "json");
  CHECK(scanned.facts.size() == 1);
  CHECK(scanned.repairs == Strings{"lines of the log inside a document"});
}

TEST_CASE("A line of a log that a string quotes stays in it, also between other threads' lines") {
  const Scanned scanned(
      kLine + "Response: {\"data\": [\n" + kLine + "other\n  {\"customerId\": \"1\", " +
      "\"error\": \"saw " + kLine + "x\", \"result\": \"ERROR\"},\n" +
      "  {\"customerId\": \"2\", \"result\": \"FAI" + kLine + "an \"other\" one\nLED\"}\n]}\n");
  CHECK(scanned.Found() == Strings{"1 ERROR", "2 FAILED"});
  CHECK(scanned.records[0].error == "saw " + kLine + "x");
}

TEST_CASE("Other threads' lines may stand right behind the bracket that opens a document") {
  const Scanned scanned(kLine + "Response of batch 7: {\n" + kLine +
                        "Sending batch 8\n\"data\": [\n" + kLine + "Sending batch 9\n{\n" + kLine +
                        "Sending batch 9\n\"customerId\": \"1\", \"result\": \"FAILED\"}\n]}\n");
  CHECK(scanned.Found() == Strings{"1 FAILED"});
  CHECK(scanned.records[0].position == 0);
}

TEST_CASE("An original that is no JSON in all that is in it is left out, and searched") {
  for (const char* broken : {"nope", "[1,,]", "007", "\"\\q\"", "{\"a\" 1}"}) {
    const Scanned scanned(R"({"data": [{"changeType": "CREATE", "type": "PERSON", "more": )" +
                          std::string(broken) + R"(, "person": {"customerId": "1"}}]})");
    CHECK(scanned.originals.empty());
  }
  const Scanned spliced(
      R"({"data": [{"changeType": "CREATE", "type": "PERSON", "person": {"cust{"data": [)"
      R"({"customerId": "2", "result": "FAILED"}]}omerId": "1"}}]})");
  CHECK(spliced.originals.empty());
  CHECK(spliced.Found() == Strings{"2 FAILED"});
}

TEST_CASE("A document that came into the middle of a record is found there") {
  const Scanned scanned(R"({"data": [{"customerId": "1", "result": "ERROR", "error": {"code)"
                        R"({"data": [{"customerId": "2", "result": "FAILED"}]}": 17}}]})");
  CHECK(scanned.Found() == Strings{"1 ERROR", "2 FAILED"});
}

TEST_CASE("The bytes of a value end before the lines of a log that follow it") {
  const Scanned scanned(kLine +
                        "Response: {\"data\": [\n{\"customerId\": \"1\", \"result\": \"ERROR\"}\n" +
                        kLine + "Sending batch 9\n]}\n");
  CHECK(scanned.Quoted(0) == R"({"customerId": "1", "result": "ERROR"})");
}

TEST_CASE("A document that is cut short by a log line takes nothing of what follows") {
  const Scanned scanned(kLine +
                        "Response: {\"data\": [{\"customerId\": \"1\", \"result\": \"FAILED\"}, "
                        "{\"customerId\": \"2\",\n" +
                        kLine + "x {\"result\": \"FAILED\", \"customerId\": \"3\"}\n");
  CHECK(scanned.Found() == Strings{"1 FAILED", "3 FAILED"});
  CHECK(scanned.records[0].extractor == "pattern");
}

TEST_CASE("A cut document gives the records that are whole") {
  const std::string whole =
      R"({"batch_id": 4, "data": [{"customerId": "1", "result": "FAILED"}, {"customerId": "2", "result": "ERROR"}]})";
  for (size_t end = 1; end < whole.size(); ++end) {
    INFO(end);
    const Scanned scanned(whole.substr(0, end));
    for (const std::string& found : scanned.Found())
      CHECK((found == "1 FAILED" || found == "2 ERROR"));
    if (end > whole.find("}, {")) CHECK(scanned.Found().front() == "1 FAILED");
  }
}

TEST_CASE("The client's own record of failures speaks with its own voice, and holds copies") {
  const Scanned scanned(
      R"([{"customerId": "1", "username": "BJ\\u00d6RN LIND-1234", "result": "FAILED", "error": null,
      "timestamp": "2025-11-10T08:15:04.5", "batch_number": 9,
      "originalData": {"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "8"}}}])");
  REQUIRE(scanned.records.size() == 1);
  CHECK(scanned.records[0].voice == Voice::kClientJson);
  CHECK(scanned.records[0].username == "BJÖRN LIND-1234");
  CHECK(scanned.batch == 9);
  REQUIRE(scanned.originals.size() == 1);
  CHECK(scanned.originals[0].nested);
  CHECK(scanned.originals[0].id == "8");
}

TEST_CASE("A line that names a failure is a record; the window's blocks name some too") {
  const Scanned log(kLine + "[FAILED] FOUND FAILED CUSTOMER: 51000100000 - EVA LIND-1234\n");
  CHECK(log.Found() == Strings{"51000100000 UNKNOWN"});
  const Scanned window(
      "[08:15:04] ⚠️ SUCCESS - Batch 2\nFailed Customer Details (first 3):\n  1. ID: 7\n"
      "     Username: EVA LIND-1234\n     Error: no\n" +
      std::string(80, '-') + "\n");
  CHECK(window.Found() == Strings{"7 UNKNOWN"});
  CHECK(window.batch == 2);
  CHECK(window.records[0].error == "no");
}

TEST_CASE("A response's file name tells its batch and time") {
  const Context context = ContextOfFileName("batch_012_error_20251110_081504.json");
  CHECK(context.batch == 12);
  CHECK(FormatCompact(*context.time) == "20251110_081504");
  CHECK_FALSE(ContextOfFileName("batch_00012.json").batch);
}

TEST_CASE("JSON in the repr of a Python string is found") {
  const std::string line = kLine + "Batch 7 - Response: ";
  const Scanned compact(line +
                        R"('{"data": [{"customerId": "1", "username": "BJ\\u00d6RN",)"
                        R"( "error": "it\'s \\"no\\"", "result": "FAILED"}]}')" +
                        "\n");
  CHECK(compact.Found() == Strings{"1 FAILED"});
  CHECK(compact.records[0].error == R"(it's "no")");
  CHECK(compact.records[0].username == "BJÖRN");
  CHECK(compact.responses[0].batch == 7);
  CHECK(compact.responses[0].whole);
  const Scanned indented(
      line +
      R"('{\n  "data": [\n    {\n      "customerId": "1", "result": "FAILED"\n    }\n  ]\n}')" +
      "\n");
  CHECK(indented.Found() == Strings{"1 FAILED"});
  const Scanned bytes(line + R"(b'{"data": [{"username": "BJ\xc3\x96RN", "result": "FAILED"}]}')" +
                      "\n");
  CHECK(bytes.Found() == Strings{"BJÖRN FAILED"});
  const Scanned as_it_stands(
      line + R"('{"data": [{"customerId": "1", "error": "say \"no\"", "result": "FAILED"}]}')" +
      "\n");
  CHECK(as_it_stands.records[0].error == R"(say "no")");
  const Scanned cut(
      line + R"('{\n  "data": [\n    {"customerId": "1", "result": "FAILED"},\n    {"cu)" + "\n");
  CHECK(cut.Found() == Strings{"1 FAILED"});
}

TEST_CASE("Lines end in LF, CRLF or CR, also in one text") {
  const Scanned scanned(
      kLine + "Sending batch 1 (attempt 1/2) - 70 customers\r" + kLine +
      "Sending batch 2 (attempt 1/2) - 70 customers\r\n" + "\rwaiting 1/10\rwaiting 2/10\r" +
      kLine + "[FAILED] FOUND FAILED CUSTOMER: 1 - EVA LIND-1234\r" + kLine +
      "got {\"data\": [{\"customerId\": \"2\",\r" + kLine + "x\r\"result\": \"FAILED\"}]}\r");
  CHECK(scanned.facts.size() == 3);
  CHECK(scanned.Found() == Strings{"1 UNKNOWN", "2 FAILED"});
  CHECK(scanned.records[0].username == "EVA LIND-1234");
}

TEST_CASE("What a log's last line ends in is not used where the line has no end") {
  for (const char* message :
       {"FOUND FAILED CUSTOMER: 5100080", "FOUND FAILED CUSTOMER: 5100080 - AN",
        "FOUND FAILED CUSTOMER: 5100080 - ANNA - Result: CON", "- Failed: 51 (ANNA) - Alre",
        "Loaded 100 customers from batches/customers_1", "TOTAL FAILED CUSTOMERS DETECTED: 1",
        "Batch 3 failed with status 50", "[AUTH SERVICE DOWN] Aborting batch 1"}) {
    INFO(message);
    const Scanned cut(kLine + "Starting bulk import from 7 files\n" + kLine + message);
    CHECK(cut.facts.size() == 1);
    CHECK(cut.records.empty());
    CHECK(cut.repairs == Strings{"a line without an end, left out"});
  }
}

TEST_CASE("A last line without an end is used where its own words end it") {
  for (const char* message :
       {"Sending batch 3 (attempt 1/2) - 70 customers",
        "Loading batch 3 from a.json (customers 0-70) - 70 households",
        "[CHECK] Batch 1 - Checking for failed customers in response...",
        "[FAILED] Batch 3 completed with HTTP 200 but 12 customers FAILED!",
        "✅ Batch 2 completed successfully - 3/1", "Batch 3 failed with status 500: bo"}) {
    INFO(message);
    const Scanned whole(kLine + message);
    CHECK(whole.facts.size() == 1);
    CHECK(whole.repairs.empty());
  }
  CHECK(Scanned(kLine + R"(got {"data": [{"customerId": "1", "result": "FAILED"}]})").Found() ==
        Strings{"1 FAILED"});
  CHECK(Scanned(kLine + R"(got {"data": [{"customerId": "1", "result": "FAI)").Found().empty());
}

TEST_CASE("A detail of the window's last failure is not used where its line has no end") {
  const std::string block =
      "[09:30:44] ⚠️ SUCCESS - Batch 3\nStatus Code: 200\n❌ Failed Customers: 1\n"
      "Failed Customer Details (first 3):\n  1. ID: 51000100000\n     Username: ANNA S";
  const Scanned cut(block);
  CHECK(cut.Found() == Strings{"51000100000 UNKNOWN"});
  CHECK(cut.records[0].username.empty());
  CHECK(cut.repairs == Strings{"a line without an end, left out"});
  CHECK(Scanned(block + "\n").records[0].username == "ANNA S");
}

TEST_CASE("Nothing is joined across a hole, and nothing beside it is hidden") {
  const std::string hole(1, '\0');
  const Scanned log(kLine + "FOUND FAILED CUSTOMER: 5100" + hole + kLine +
                    "FOUND FAILED CUSTOMER: 2 - EVA" + hole + "RIT\n" + kLine +
                    "FOUND FAILED CUSTOMER: 3 - BO\n");
  CHECK(log.Found() == Strings{"3 UNKNOWN"});
  const Scanned document(R"({"data": [{"customerId": "1", "result": "FAILED"}, )"
                         R"({"customerId": "2", "username": "AN)" +
                         hole + R"(A", "result": "ERROR"}, {"customerId": "3", "x": {"y": 1 )" +
                         hole +
                         R"(}, "result": "ERROR"}, )"
                         R"({"customerId": "4", "result": "FAILED"}]})");
  const Strings found = document.Found();
  CHECK(std::count(found.begin(), found.end(), "1 FAILED") == 1);
  CHECK(std::count(found.begin(), found.end(), "2 ERROR") == 0);
  CHECK(std::count(found.begin(), found.end(), "3 ERROR") == 0);
  CHECK(std::count(found.begin(), found.end(), "4 FAILED") == 1);
}

TEST_CASE("A log without a document takes linear time") {
  std::string text;
  for (int i = 0; i < 40000; ++i) {
    text += "2025-11-11 09:00:00,000 - INFO - Sending batch 1 (attempt 1/2) - 70 customers\n";
  }
  CHECK(Scanned(text).facts.size() == 40000);
}

TEST_CASE("Many documents without an end are each read") {
  std::string text;
  Strings expected;
  for (int i = 0; i < 200; ++i) {
    text +=
        R"({"data": [{"customerId": ")" + std::to_string(i) + R"(", "result": "FAILED"}, )" + "\n";
    expected.push_back(std::to_string(i) + " FAILED");
  }
  CHECK(Scanned(text).Found() == expected);
}

TEST_CASE("Lines of a summary count behind its first line only") {
  const std::string head = "2025-11-10 08:16:23,452 - INFO - ";
  const std::string total = head + "   Total customers: 700\n";
  const std::string failed = head + "   Failed: 0\n";
  CHECK(Scanned(total + failed).Told().empty());
  CHECK(Scanned(head + "[SUMMARY] IMPORT SUMMARY:\n" + total + head +
                "[FAILURES] INDIVIDUAL CUSTOMERS FAILURES:\n" + failed + head +
                "Sending batch 1 (attempt 1/2) - 4 customers\n" + total)
            .Told() == Strings{"run_ends", "summary_total count=700", "summary_failed count=0",
                               "sending b=1 try=1 count=4"});
}

TEST_CASE("What a summary of single failures states is told with its reason") {
  const Scanned scanned(
      R"({"failure_reason": "CONFLICT", "total_customers": 3,
          "customers_list": [{"customerId": "1", "username": "A", "error": "x"}]})");
  CHECK(scanned.Told() == Strings{"summary_file count=3 CONFLICT"});
  CHECK(scanned.Found() == Strings{"1 CONFLICT"});
}
