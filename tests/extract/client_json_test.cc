#include "analyzer/extract/client_json.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/scanned.h"

using namespace analyzer;

namespace {

const std::string kEvaAlone =
    R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "1"}})";
const std::string kBo =
    R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "2"}})";

std::string TimeOf(const Scanned& scanned, size_t i) {
  return scanned.fact_times[i] ? FormatIso(*scanned.fact_times[i]) : "";
}

std::string IdsOf(const Scanned& scanned) {
  std::string ids;
  for (const Original& original : scanned.originals) ids += original.id + " ";
  return ids;
}

}  // namespace

TEST_CASE("A batch that was saved with its error is a fact, and its items are originals") {
  const Scanned scanned(
      R"({"data": [)" + kEvaAlone + ", " + kBo +
      R"(], "error_info": {"batch_id": 12, "status_code": 500, "response_text": "no",
      "timestamp": "2025-11-10T08:15:04.5", "customer_count": 2}})");
  CHECK(scanned.Told() == Strings{"error_info b=12 status=500 count=2 first=0 last=2"});
  CHECK(scanned.facts[0].fact == Fact::kSavedNoResult);
  CHECK(TimeOf(scanned, 0) == "2025-11-10T08:15:04.500");
  CHECK(IdsOf(scanned) == "1 2 ");
  CHECK_FALSE(scanned.originals[0].nested);
  CHECK(scanned.records.empty());
}

TEST_CASE("What an error's body holds is of the error's own batch, status and time") {
  const Scanned scanned(R"({"data": [)" + kEvaAlone +
                        R"(], "error_info": {"batch_id": 12, "status_code": 400,
      "response_text": "{\"errors\": [{\"customerId\": \"1\", \"message\": \"bad\"}]}",
      "timestamp": "2025-11-10T08:15:04"}})");
  CHECK(scanned.Found() == Strings{"1 FAILED"});
  CHECK(scanned.responses[0].batch == 12);
  CHECK(scanned.responses[0].status == 400);
  CHECK(FormatIso(*scanned.responses[0].time) == "2025-11-10T08:15:04");
}

TEST_CASE("Of two saved batches in one file, each has its own items") {
  const auto batch = [](const std::string& number, const std::string& item) {
    return R"({"households": [)" + item + R"(], "error_info": {"batch_id": )" + number + "}}\n";
  };
  const Scanned scanned(batch("3", kEvaAlone) + batch("4", kBo));
  CHECK(scanned.Told() == Strings{"error_info b=3 first=0 last=1 households",
                                  "error_info b=4 first=1 last=2 households"});
}

TEST_CASE("A batch that was never sent is told by its error, else by its file's name") {
  Context context;
  context.folder = "auth_service_down_20251110_081502";
  context.name = "batch_00009.json";
  const std::string items = R"({"data": [)" + kEvaAlone + R"(], "auth_service_error": )";
  const Scanned named(items + R"({"error": "down", "customer_count": 1}})", context);
  CHECK(named.Told() == Strings{"auth_service_error b=9 count=1 first=0 last=1"});
  CHECK(named.facts[0].fact == Fact::kSavedNeverSent);
  CHECK(TimeOf(named, 0) == "2025-11-10T08:15:02");
  const Scanned stated(items + R"({"batch_number": 7, "timestamp": "20251110_081504",
      "response_text": "{\"customerId\": \"1\", \"result\": \"SUCCESS\"}"}})",
                       context);
  CHECK(stated.facts[0].batch == 7);
  CHECK(TimeOf(stated, 0) == "2025-11-10T08:15:04");
  CHECK(stated.records.empty());
}

TEST_CASE("An error beside no items, or of no batch, is no saved batch") {
  CHECK(Scanned(R"({"error_info": {"batch_id": 3}})").facts.empty());
  CHECK(Scanned(R"({"data": [)" + kEvaAlone + R"(], "error_info": {"code": 3}})").facts.empty());
  CHECK(Scanned(R"({"data": [)" + kEvaAlone +
                R"(], "error_info": {"batch_id": 3, "batch_number": 4}})")
            .facts.empty());
  const Scanned log("2025-11-10 08:15:04,123 - INFO - {\"data\": [" + kEvaAlone +
                    "], \"error_info\": {\"batch_id\": 3}}\n");
  CHECK(log.facts.empty());
}

TEST_CASE("What remained to be sent is a fact each") {
  Context context;
  context.folder = "resume_work_20251110_081502";
  const std::string list = R"("remaining_batches": [
      {"file_path": "C:\\in\\a.json", "start_idx": 70, "end_idx": 100, "expected_size": 30},
      {"file_path": "b.json", "start_idx": 0, "end_idx": 70, "expected_size": 70},
      {"file_path": "", "start_idx": 0, "end_idx": 70}, {"file_path": "c.json", "start_idx": 5},
      {"file_path": "d.json", "start_idx": 5, "end_idx": 5}])";
  const Scanned dated(
      R"({"timestamp": "20251110_090000", "import_type": "households", )" + list + "}", context);
  CHECK(dated.Told() ==
        Strings{"remaining_batches count=30 first=70 last=100 C:\\in\\a.json households",
                "remaining_batches count=70 first=0 last=70 b.json households"});
  CHECK(dated.facts[0].fact == Fact::kRemaining);
  CHECK(TimeOf(dated, 1) == "2025-11-10T09:00:00");
  CHECK(TimeOf(Scanned("{" + list + "}", context), 0) == "2025-11-10T08:15:02");
  CHECK(TimeOf(Scanned("{" + list + "}"), 0).empty());
  const Span span = dated.fact_spans[1];
  CHECK(dated.text.substr(span.begin, span.size()) ==
        R"({"file_path": "b.json", "start_idx": 0, "end_idx": 70, "expected_size": 70})");
}

TEST_CASE("A summary of batches to retry names each, and the file beside it") {
  Context context;
  context.folder = "retry_batches_20251110_081502";
  const std::string summary = R"({"timestamp": "20251110_090000", "import_type": "customers",
      "total_failed_batches": 1, "retry_files": ["retry_batch_00001_failed.json"],
      "error_details": [{"batch_id": 12, "customer_count": 30, "status_code": 500,
      "error": "HTTP 500: {\"data\": [{\"customerId\": \"1\", \"result\": \"SUCCESS\"}]}",
      "retry_file": "retry_batch_00001_failed.json"}, {"batch_id": 13, "retry_file": ""}]})";
  const Scanned scanned(summary, context);
  CHECK(scanned.Told() == Strings{"error_details b=12 status=500 count=30 "
                                  "retry_batches_20251110_081502/retry_batch_00001_failed.json"});
  CHECK(scanned.facts[0].fact == Fact::kSavedNoResult);
  CHECK(TimeOf(scanned, 0) == "2025-11-10T09:00:00");
  // The text bears the summary's time, not that of the answer.
  CHECK(scanned.records.empty());
  CHECK(Scanned(summary).facts[0].path == "retry_batch_00001_failed.json");
}

TEST_CASE("The batch of the client's record is taken where its fields agree") {
  const auto batch = [](const std::string& fields) {
    return Scanned(R"([{"customerId": "1", "result": "FAILED", "originalData": null, )" + fields +
                   "}]")
        .batch;
  };
  CHECK(batch(R"("batch_number": 3, "batch_id": 3, "total_batches": 9)") == 3);
  CHECK(batch(R"("batchInfo": {"batchNumber": 3})") == 3);
  CHECK(batch(R"("batchInfo": "Batch 3/10")") == 3);
  CHECK(batch(R"("batchInfo": "Found in batch 00003 of 10")") == 3);
  CHECK(batch(R"("batch_number": 3, "batchInfo": "Found in structured response data")") == 3);
  CHECK_FALSE(batch(R"("batch_number": 3, "batch_id": 4)"));
  CHECK_FALSE(batch(R"("batchInfo": "Batch 3 and batch 4")"));
  CHECK_FALSE(batch(R"("batchInfo": "Batch size 70")"));
  CHECK_FALSE(batch(R"("batchInfo": null)"));
}

TEST_CASE("A whole batch in a record gives copies with their places, once, and no records") {
  const std::string record = R"({"customerId": "2", "result": "FAILED", "batch_number": 5,
      "originalData": null, "complete_batch_data": )";
  const std::string list =
      "[" + kEvaAlone + R"(, {"customerId": "9", "result": "ERROR"}, )" + kBo + "]";
  const Scanned scanned("[" + record + list + "}, " + record + list + "}]");
  CHECK(scanned.Found() == Strings{"2 FAILED", "2 FAILED"});
  CHECK(IdsOf(scanned) == "1 2 ");
  for (const Original& original : scanned.originals) {
    CHECK(original.nested);
    CHECK(original.position == -1);
    CHECK(original.batch_number == 5);
  }
  CHECK(scanned.originals[0].batch_position == 0);
  CHECK(scanned.originals[1].batch_position == 2);
  CHECK(IdsOf(Scanned("[" + record + R"({"data": )" + list + "}}]")) == "1 2 ");
  // Also where the object around it names nobody.
  const Scanned nameless(R"({"failures": [{"originalData": )" + kBo +
                         R"(, "complete_batch_data": )" + list + "}]}");
  CHECK(nameless.records.empty());
  CHECK(IdsOf(nameless) == "2 1 2 ");
  CHECK(nameless.originals[0].nested);
}

TEST_CASE("A broken batch in a whole record gives each copy once, without its place") {
  const Scanned scanned(R"([{"customerId": "2", "result": "FAILED", "batch_number": 5,
      "originalData": null, "complete_batch_data": [)" +
                        kEvaAlone + R"(, {"person": {"a" "b"}}, )" + kBo + "]}]");
  CHECK(scanned.Found() == Strings{"2 FAILED"});
  CHECK(IdsOf(scanned) == "1 2 ");
  for (const Original& original : scanned.originals) {
    CHECK(original.nested);
    CHECK_FALSE(original.batch_position);
  }
}

TEST_CASE("What the client lists as failed has failed, with or without a result and an error") {
  const Scanned scanned(R"([{"customerId": "1", "error": null, "originalData": null},
      {"customerId": "2", "result": null, "error": "Unknown error", "originalData": null},
      {"customerId": "3", "result": "X", "error": {"code": 7}, "originalData": null},
      {"customerId": "4", "result": "X", "error": ["a", "b"], "originalData": null}])");
  CHECK(scanned.Found() == Strings{"1 UNKNOWN", "2 UNKNOWN", "3 X", "4 X"});
  for (const Record& record : scanned.records) {
    CHECK(record.standing == Standing::kFailed);
    CHECK(record.voice == Voice::kClientJson);
  }
  CHECK(scanned.records[1].error.empty());
  CHECK(scanned.records[2].error == R"({"code": 7})");
  CHECK(scanned.records[3].error == R"(["a", "b"])");
}

TEST_CASE("A summary implies its reason for all whom it lists") {
  for (const char* list : {"customers_list", "households_list"}) {
    const Scanned scanned(R"({"failure_reason": "CONFLICT", "timestamp": "20251110_081504", ")" +
                          std::string(list) + R"(": [{"customerId": "1", "username": null,
        "error": "Unknown error"}, {"customerId": "2", "username": "EVA", "error": "no"}]})");
    CHECK(scanned.Found() == Strings{"1 CONFLICT", "2 CONFLICT"});
    CHECK_FALSE(scanned.records[0].result_stated);
    CHECK(scanned.records[0].voice == Voice::kClientJson);
    CHECK(FormatCompact(*scanned.records[0].time) == "20251110_081504");
    CHECK(scanned.records[1].error == "no");
  }
  const Scanned reasonless(R"({"customers_list": [{"customerId": "1", "error": null}]})");
  CHECK(reasonless.Found() == Strings{"1 UNKNOWN"});
  CHECK(reasonless.records[0].voice == Voice::kClientJson);
}

TEST_CASE("A record that is cut off still gives the copies that are whole") {
  const std::string text = R"([{"customerId": "1", "result": "FAILED", "originalData": )" +
                           kEvaAlone +
                           R"(, "batchInfo": "x"}, {"customerId": "2", "result": "FAILED",)"
                           R"( "originalData": )" +
                           kBo + R"(, "complete_batch_data": [)" + kEvaAlone;
  const Scanned scanned(text);
  CHECK(scanned.Found() == Strings{"1 FAILED", "2 FAILED"});
  CHECK(IdsOf(scanned) == "1 2 1 ");
  for (const Original& original : scanned.originals) CHECK(original.nested);
  const Scanned cut(text.substr(0, text.find(kBo) + kBo.size() - 1));
  CHECK(IdsOf(cut) == "1 ");
}

TEST_CASE("A copy in an escaped record is one, too") {
  const Scanned scanned(
      R"({"a": "[{\"customerId\": \"1\", \"result\": \"FAILED\", \"originalData\": )"
      R"({\"changeType\": \"CREATE\", \"type\": \"PERSON\", \"person\": {\"customerId\": \"1\"}}}]"})");
  REQUIRE(scanned.originals.size() == 1);
  const Original& copy = scanned.originals[0];
  CHECK(copy.id == "1");
  CHECK(copy.nested);
  CHECK(scanned.text.substr(copy.span.begin, 16) == R"({\"changeType\":)");
}

TEST_CASE("A path tells the folder and the file") {
  const Context context = ContextOfPath("a/retry_batches_20251110_081502/retry_summary.json");
  CHECK(context.folder == "retry_batches_20251110_081502");
  CHECK(context.name == "retry_summary.json");
  CHECK(ContextOfPath("retry_summary.json").folder.empty());
  CHECK(ContextOfPath("x/batch_012_error_20251110_081504.json").batch == 12);
}
