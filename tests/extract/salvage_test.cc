#include "analyzer/extract/salvage.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace analyzer {
namespace {

// What is salvaged, with its records read.
struct All : Salvaged {
  explicit All(std::string_view text) : Salvaged(Salvage(text)) {
    for (const FoundRecord& found : Salvaged::records) records.push_back(RecordOf(found));
  }
  std::vector<Record> records;
};

All SalvageAll(std::string_view text) { return All(text); }

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Who fared how: the identity that stands first, and the result.
Pairs PairsOf(const All& salvaged) {
  Pairs pairs;
  for (const Record& record : salvaged.records) {
    const std::string& id = !record.customer_id.empty() ? record.customer_id
                            : !record.username.empty()  ? record.username
                                                        : record.email;
    pairs.emplace_back(id, record.result);
  }
  return pairs;
}

Pairs PairsIn(std::string_view text) { return PairsOf(SalvageAll(text)); }

std::string_view SpanText(std::string_view text, Span span) {
  return text.substr(span.begin, span.size());
}

constexpr std::string_view kResponse =
    R"({"timestamp": "20250703_101112", "batch_id": 7, "status_code": 200, "response_data":)"
    R"( {"data": [)"
    R"({"customerId": "101", "username": "ANNA TEST-1", "changeType": "create", "result":)"
    R"( "SUCCESS"},)"
    R"( {"result": "conflict", "errors_seen": [1, {"result": "X"}], "error": "has \"one\"",)"
    R"( "customerId": 102},)"
    R"( {"customerId": null, "username": "BJ\u00d6RN TEST-2", "email": "b@example.com",)"
    R"( "result": null},)"
    "\n"
    R"( {"customerId": "104", "meta": {"a": [{"b": {}}]}, "result": "ERROR", "error":)"
    R"( {"code": [5], "t": "x"}})"
    R"(]}, "response_type": "success"})";

TEST_CASE("Behind junk, what stands in a record may be of another document") {
  // The record goes on as another answer, in the middle of a string.
  CHECK(PairsIn(
            "{\"data\": [{\"customerId\": \"1\", \"result\": \"ERROR\", \"error\": \"a {\n"
            "\"response_data\": {\"data\": [{\"customerId\": \"2\", \"result\": \"FAILED\"}]}}") ==
        Pairs{{"1", "ERROR"}, {"2", "FAILED"}});
  // So does an original, in a list that is in it.
  CHECK(PairsIn("{\"data\": [{\"type\": \"PERSON\", \"emails\": [{\"a\": \"b\"} ms\": [{"
                "\"customerId\": \"2\", \"result\": \"FAILED\"}]}") == Pairs{{"2", "FAILED"}});
}

TEST_CASE("Behind a lost comma, and in a list in a list, an original goes on as another document") {
  CHECK(PairsIn(R"([{"type": "PERSON", "emails": [{"a": "b"} {"customers": [{"customerId": "2",)"
                R"( "result": "FAILED"}]} ]}])") == Pairs{{"2", "FAILED"}});
  CHECK(PairsIn(R"([{"type": "PERSON", "emails": [ [{"customerId": "2", "result": "FAILED"}] )"
                R"({"a": "b"} ]}])") == Pairs{{"2", "FAILED"}});
}

TEST_CASE("What a record keeps of what was sent holds copies, and no records") {
  const Salvaged salvaged = Salvage(
      R"([{"changeType": "CREATE"}, {"customerId": "1", "result": "OK"}, )", "complete_batch_data");
  CHECK(salvaged.copies.size() == 2);
  CHECK(salvaged.records.empty());
}

TEST_CASE("A list in the place of what was sent is of another document") {
  CHECK(PairsIn(R"([{"customerId": "1", "result": "ERROR", "originalData": [)"
                R"({"customerId": "2", "result": "FAILED", "originalData": null}] null}, )"
                R"({"customerId": "3", "result": "FAILED"}])") ==
        Pairs{{"1", "ERROR"}, {"2", "FAILED"}, {"3", "FAILED"}});
  CHECK(PairsIn(R"([{"customerId": "1", "result": "ERROR", "originalData": {"customers": [)"
                R"({"customerId": "2", "result": "FAILED"}]}null}, )"
                R"({"customerId": "3", "result": "FAILED"}])") ==
        Pairs{{"1", "ERROR"}, {"2", "FAILED"}, {"3", "FAILED"}});
}

TEST_CASE("An apostrophe opens no string, but in Python's repr") {
  CHECK(PairsIn(R"({"data": [{"username": "D"}]'ARC EK-1", "customerId": "1", "result": "ERROR"}, )"
                R"({"customerId": "2", "result": "FAILED"}]})") ==
        Pairs{{"1", "ERROR"}, {"2", "FAILED"}});
  CHECK(
      PairsIn(R"([{'customerId': '1', 'result': 'OK'}, ['a {"customerId": "9", "result": "X"}])") ==
      Pairs{{"1", "OK"}});
  // Of `"D'ARC"`, where another one follows that could close it.
  CHECK(PairsIn(
            R"([{"username": 'ARC EK", "customerId": "1", "result": "ERROR"}, )"
            R"({"customerId": "2", "result": "FAILED"}, {"username": "D'ARC", "result": "X"}])") ==
        Pairs{{"1", "ERROR"}, {"2", "FAILED"}, {"D'ARC", "X"}});
}

TEST_CASE("A string that lost its end does not run into the next record") {
  CHECK(PairsIn(
            R"({"data": [{"customerId": "1", "result": "ERROR", "error": "C:\\tem}, )"
            R"({"result": "FAILED", "customerId": "2"}, {"customerId": "3", "result": "OK"}]})") ==
        Pairs{{"1", "ERROR"}, {"2", "FAILED"}, {"3", "OK"}});
  // Before a key, and before another document of many lines.
  CHECK(PairsIn(R"([{"customerId": "1", "result": "ERROR", "error": "no}, "customerId": "2", )"
                R"("result": "FAILED"}])") == Pairs{{"1", "ERROR"}, {"2", "FAILED"}});
  CHECK(PairsIn("[{\"customerId\": \"1\", \"username\": \"ANNA {\n  \"items\": [\n    {\n"
                "      \"customerId\": \"2\",\n      \"result\": \"FAILED\"\n    }\n  ]\n}") ==
        Pairs{{"2", "FAILED"}});
  // One that has its end may hold a bracket in the same place.
  CHECK(PairsIn(R"({"customerId": "1", "error": "a {", "result": "FAILED"} {)") ==
        Pairs{{"1", "FAILED"}});
}

TEST_CASE("What a record's own error quotes is of nobody else, whatever is lost beside it") {
  const std::string_view end_lost =
      R"([{"customerId": "1", "result": "FAILED"}, {"changeType": "CREATE, )"
      R"("error": "{\"customerId\": \"9\", \"result\": \"FAILED\"}", "result": "ERROR", )"
      R"("customerId": "2"}])";
  CHECK(PairsIn(end_lost) == Pairs{{"1", "FAILED"}, {"2", "ERROR"}});
  CHECK(Salvage(end_lost, {}).quoted.empty());
  const std::string_view single_quotes =
      R"([{"result": "Ok", "error": "{\"customerId\": \"9\", \"result\": \"FAILED\"}", )"
      R"("customerId": 'x', "changeType": "UPDATE"} {)";
  CHECK(PairsIn(single_quotes) == Pairs{{"x", "OK"}});
  CHECK(Salvage(single_quotes, {}).quoted.empty());
}

TEST_CASE("What holds an answer is no record, and hides none") {
  // An original, and an answer, that go on as another document without a mark of it.
  CHECK(PairsIn(R"([{"type": "PERSON", "person": {"lastName": "EK", "response_data": {"data": [)"
                R"({"customerId": "2", "result": "FAILED"}]}}, )") == Pairs{{"2", "FAILED"}});
  CHECK(PairsIn(R"({"response_data": {"data": [{"customerId": "2", "result": "FAILED"}]}, )"
                R"("customerId": "3", "result": "ERROR"}, )") ==
        Pairs{{"2", "FAILED"}, {"3", "ERROR"}});
}

TEST_CASE("The client's words for no error are no error, also in a broken document") {
  const All salvaged = SalvageAll(
      R"([{"customerId": "1", "result": "FAILED", "error": "Unknown error", "batchInfo": null}, )");
  REQUIRE(salvaged.records.size() == 1);
  CHECK(salvaged.records[0].error.empty());
}

TEST_CASE("An intact document is read in full") {
  const All salvaged = SalvageAll(kResponse);
  CHECK(PairsOf(salvaged) == Pairs{{"101", "SUCCESS"},
                                   {"102", "CONFLICT"},
                                   {"BJÖRN TEST-2", "UNKNOWN"},
                                   {"104", "ERROR"}});
  CHECK(salvaged.batch_id == 7);
  CHECK(salvaged.status_code == 200);
  CHECK(salvaged.timestamp == "20250703_101112");
  CHECK_FALSE(salvaged.has_errors_list);
  CHECK(salvaged.quoted.empty());

  REQUIRE(salvaged.records.size() == 4);
  const Record& first = salvaged.records[0];
  CHECK(first.username == "ANNA TEST-1");
  CHECK(first.change_type == "CREATE");
  CHECK(first.standing == Standing::kAccepted);
  CHECK(first.voice == Voice::kResponse);
  CHECK(first.extractor == "pattern");
  CHECK(SpanText(kResponse, first.span).substr(0, 20) == R"({"customerId": "101")");
  CHECK(SpanText(kResponse, first.span).substr(first.span.size() - 11) == R"( "SUCCESS"})");
  CHECK(salvaged.records[1].error == R"(has "one")");
  CHECK(salvaged.records[2].email == "b@example.com");
  CHECK_FALSE(salvaged.records[2].result_stated);
  CHECK(salvaged.records[3].error == R"({"code": [5], "t": "x"})");
  for (int64_t i = 0; i < 4; ++i) CHECK(salvaged.records[static_cast<size_t>(i)].position == i);
}

// What was cut off may be missing; what is there must be what is there uncut.
void CheckPrefix(const All& cut, const All& whole) {
  REQUIRE(cut.records.size() <= whole.records.size());
  for (size_t i = 0; i < cut.records.size(); ++i) {
    const Record& record = cut.records[i];
    const Record& full = whole.records[i];
    CHECK(record.HasIdentity());
    CHECK(record.result == full.result);
    CHECK(record.position == full.position);
    CHECK(record.span.begin == full.span.begin);
    for (const auto field : {&Record::customer_id, &Record::username, &Record::email,
                             &Record::change_type, &Record::error}) {
      const bool same = (record.*field).empty() || record.*field == full.*field;
      CHECK(same);
    }
  }
}

void CheckCuts(std::string_view text) {
  const All whole = SalvageAll(text);
  size_t found = 0;
  for (size_t end = 0; end <= text.size(); ++end) {
    INFO(text.substr(0, end));
    const All cut = SalvageAll(text.substr(0, end));
    CheckPrefix(cut, whole);
    CHECK(cut.records.size() >= found);
    found = cut.records.size();
  }
  CHECK(found == whole.records.size());
}

TEST_CASE("Cut at any byte, what is found is a prefix of what is there") {
  CheckCuts(kResponse);
  CheckCuts(R"([{"customerId": 1234, "result": "SUCCESS", "x": 1}, {"customerId": 12345,)"
            R"( "result": "OK"}])");
  CheckCuts(R"({'data': [{'customerId': 1, 'username': "X O'BRIEN-1", 'result': 'FAILED'},)"
            R"( {'result': None, 'username': 'Y'}]})");
  CheckCuts(
      R"({"errors": [{"customerId": "1", "message": "bad"}, {"username": "B", "message": "x"}]})");
  CheckCuts(
      R"([{"customerId": "1", "result": "ERROR", "originalData": {"customerId": "9",)"
      R"( "result": "OK"}, "batchInfo": {"batch_id": 4}}, {"customerId": "2", "result": "OK"}])");
  CheckCuts(R"([{"originalData": {"customerId": "9", "result": "OK"}, "complete_batch_data": [)"
            R"({"customerId": "8", "result": "OK"}], "customerId": "1", "result": "ERROR"}])");
}

TEST_CASE("A record counts from where both its fields are whole") {
  const std::string text = R"([{"customerId": "1", "result": "FAILED", "error": "long text"}])";
  CHECK(PairsIn(text.substr(0, text.find("FAILED") + 6)).empty());
  CHECK(PairsIn(text.substr(0, text.find("FAILED") + 7)) == Pairs{{"1", "FAILED"}});
  const All cut = SalvageAll(text.substr(0, text.find("long") + 3));
  REQUIRE(cut.records.size() == 1);
  CHECK(cut.records[0].error.empty());
  CHECK(cut.records[0].position == 0);
  CHECK(SpanText(text, cut.records[0].span) == R"({"customerId": "1", "result": "FAILED")");
}

TEST_CASE("A value that is cut off is not read") {
  CHECK(PairsIn(R"([{"result": "OK", "customerId": 12)").empty());
  CHECK(PairsIn(R"([{"result": "OK", "customerId": 12,)") == Pairs{{"12", "OK"}});
  CHECK(PairsIn(R"([{"result": "OK", "customerId": "12)").empty());
  CHECK(PairsIn(R"([{"customerId": "12", "result": nul)").empty());
  CHECK(PairsIn(R"([{"customerId": "12", "result": "SUC\")").empty());
  CHECK(PairsIn("[{\"customerId\": \"12\", \"result\": \"FAI\nLED\"}]").empty());
  CHECK_FALSE(SalvageAll(R"({"batch_id": 12)").batch_id);
}

TEST_CASE("Python's repr is read") {
  const All salvaged = SalvageAll(
      R"({'batch_id': 3, 'ok': True, 'data': [{'customerId': 1, 'username': "PER O'BRIEN-1",)"
      R"( 'result': 'CONFLICT', 'error': None}, {'customerId': None, 'username': 'D\'A "X")"
      R"( \xc5SA',)"
      R"( 'result': None, 'error': {'a': ['b']}}, {'username': 'BJ\\u00d6RN', 'result': 'OK'}]})");
  CHECK(salvaged.batch_id == 3);
  REQUIRE(salvaged.records.size() == 3);
  CHECK(salvaged.records[0].username == "PER O'BRIEN-1");
  CHECK(salvaged.records[0].error.empty());
  CHECK(salvaged.records[1].customer_id.empty());
  CHECK(salvaged.records[1].username == "D'A \"X\" ÅSA");
  CHECK(salvaged.records[1].result == kUnknown);
  CHECK(salvaged.records[1].error == "{'a': ['b']}");
  CHECK(salvaged.records[2].username == "BJÖRN");
}

TEST_CASE("Fields stand in any order, with anything nested between") {
  for (const char* text :
       {R"([{"result": "ERROR", "customerId": "1"}])",
        R"([{"customerId": "1", "result": "ERROR"}])",
        R"([{"customerId": "1", "a": {"b": [{"c": "}]"}, 5, "x"]}, "result": "ERROR"}])",
        R"([{"result": "ERROR", "a": [[], [{}], "\"]}"], "customerId": "1"}])",
        R"([{"a": {"customerId": "8"}, "result": "ERROR", "customerId": "1", "b": {"result":)"
        R"( "OK"}}])",
        "[{\"customerId\" :\n\"1\"\r\n,\t\"result\"\n: \"ERROR\"\n}\n]"}) {
    INFO(text);
    CHECK(PairsIn(text) == Pairs{{"1", "ERROR"}});
  }
}

TEST_CASE("Any identity will do, and a household's is an id") {
  CHECK(PairsIn(R"([{"username": "A", "result": "OK"}, {"email": "a@b.c", "result": "OK"},)"
                R"( {"householdId": "H1", "result": "OK"}, {"result": "OK"},)"
                R"( {"customerId": "", "result": "OK"}, {"customerId": null, "result": "OK"}])") ==
        Pairs{{"A", "OK"}, {"a@b.c", "OK"}, {"H1", "OK"}});
}

TEST_CASE("Text that is not JSON parts fields") {
  const std::string line =
      "\n2025-07-03 10:11:12,131 - INFO - Sending batch 2 (attempt 1/2) - 70 customers\n";
  CHECK(PairsIn("[{\"customerId\": \"1\"," + line + "\"result\": \"OK\"}]").empty());
  CHECK(PairsIn("[{\"customerId\": \"1\", \"res" + line + "ult\": \"OK\"}]").empty());
  CHECK(PairsIn("[{\"customerId\":" + line + "\"1\", \"result\": \"OK\"}]").empty());
  CHECK(PairsIn("[{\"customerId\": \"1\", \"result\": \"OK\"," + line + "\"error\": \"x\"}]") ==
        Pairs{{"1", "OK"}});
  CHECK(PairsIn("[{\"x\": 1," + line + "\"customerId\": \"1\", \"result\": \"OK\"}]") ==
        Pairs{{"1", "OK"}});
  CHECK(PairsIn("[{\"customerId\": \"1\", @ \"result\": \"OK\"}]").empty());
  CHECK(PairsIn("[{\"customerId\": \"1\", \"a\": {\"b\": 1 @ }, \"result\": \"OK\"}]").empty());
  CHECK(PairsIn("[{\"customerId\": \"1\", [SUCCESS] \"result\": \"OK\"}]").empty());
}

TEST_CASE("What a line that stands between tells is not the record's") {
  const std::string line = "\n2025-07-03 10:11:12,131 - INFO - Got {} for \"customerId\": \"9\"\n";
  CHECK(PairsIn("[{\"customerId\": \"1\"," + line + "\"result\": \"OK\"}]").empty());
  const std::string result = "\n2025-07-03 10:11:12,131 - INFO - \"result\": \"OK\",\n";
  CHECK(PairsIn("[{\"x\": \"1\"," + result + "\"customerId\": \"1\"}]").empty());
}

TEST_CASE("Reading goes on behind a break, even one inside a string") {
  const std::string text =
      "[{\"customerId\": \"1\", \"result\": \"OK\"}, {\"customerId\": \"12\n"
      "2025-07-03 10:11:12,131 - INFO - [SUCCESS] Batch 1 completed\n"
      "3\", \"result\": \"OK\"}, {\"customerId\": \"4\", \"result\": \"ERROR\"}, {\"customerId\": "
      "\"5\"}]";
  const All salvaged = SalvageAll(text);
  CHECK(PairsOf(salvaged) == Pairs{{"1", "OK"}, {"4", "ERROR"}});
  REQUIRE(salvaged.records.size() == 2);
  CHECK(salvaged.records[0].position == 0);
  CHECK_FALSE(salvaged.records[1].position);
}

TEST_CASE("Records never share fields where a bracket is lost") {
  CHECK(PairsIn(R"([{"customerId": "1", {"customerId": "2", "result": "OK"}])") ==
        Pairs{{"2", "OK"}});
  CHECK(
      PairsIn(R"([{"customerId": "1", "result": "ERROR", {"customerId": "2", "result": "OK"}])") ==
      Pairs{{"1", "ERROR"}, {"2", "OK"}});
  CHECK(PairsIn(R"([{"customerId": "1"], "result": "OK"}])").empty());
  CHECK(PairsIn(R"([{"customerId": "1"}, "result": "OK"}])").empty());
  CHECK(PairsIn(R"(["customerId": "1", {"result": "OK"}])").empty());
  CHECK(PairsIn(R"(["customerId": "1", "result": "OK", {"result": "ERROR"}])") ==
        Pairs{{"1", "OK"}});
  CHECK(PairsIn(R"(}]{"customerId": "1", "result": "OK"})") == Pairs{{"1", "OK"}});
}

TEST_CASE("A mismatched bracket unsets positions, not records") {
  const All salvaged = SalvageAll(
      R"({"data": [{"username": "A", "result": "OK"}, {"x": [}, {"username": "B", "result":)"
      R"( "OK"}]})");
  CHECK(PairsOf(salvaged) == Pairs{{"A", "OK"}, {"B", "OK"}});
  CHECK(salvaged.records[0].position == 0);
  CHECK_FALSE(salvaged.records[1].position);
}

TEST_CASE("Positions count all elements of the list") {
  const All salvaged =
      SalvageAll(R"({"data": [{}, null, "a", [1, 2], {"username": "A", "result": "OK"}],)"
                 R"( "one": {"username": "B", "result": "OK"}})");
  REQUIRE(salvaged.records.size() == 2);
  CHECK(salvaged.records[0].position == 4);
  CHECK_FALSE(salvaged.records[1].position);
}

TEST_CASE("A field that comes again begins a new record") {
  const All salvaged =
      SalvageAll(R"([{"customerId": "1", "result": "OK", "customerId": "2", "result": "ERROR"}])");
  CHECK(PairsOf(salvaged) == Pairs{{"1", "OK"}, {"2", "ERROR"}});
  CHECK(PairsIn(R"([{"customerId": "1", "customerId": "2", "result": "OK"}])") ==
        Pairs{{"2", "OK"}});
  CHECK(PairsIn(R"([{"result": "ERROR", "result": "OK", "customerId": "2"}])") ==
        Pairs{{"2", "OK"}});
}

TEST_CASE("A list of errors needs no results") {
  const All salvaged = SalvageAll(
      R"({"errors": [{"customerId": "1", "message": "bad"}, {"username": "B",)"
      R"( "errorMessage": "x"},)"
      R"( {"message": "nobody"}, {"customerId": "3"}, {"customerId": "4", "result": "CONFLICT"}],)"
      R"( "data": [{"customerId": "5", "message": "elsewhere"}]})");
  CHECK(PairsOf(salvaged) == Pairs{{"1", "FAILED"}, {"B", "FAILED"}, {"4", "CONFLICT"}});
  CHECK(salvaged.has_errors_list);
  CHECK(salvaged.records[0].error == "bad");
  CHECK_FALSE(salvaged.records[0].result_stated);
  CHECK(salvaged.records[2].result_stated);
}

TEST_CASE("Where a list of errors goes on as the client's own, its records have their own reason") {
  const All salvaged =
      SalvageAll(R"({"errors": [{"customerId": "1", "message": "bad"}, {"customer �)"
                 R"(", "originalData": null}, {"result": 7, "message": "no", "customerId": "2",)"
                 R"( "originalData": null, "batchInfo": null}])");
  CHECK(PairsOf(salvaged) == Pairs{{"1", "FAILED"}, {"2", "UNKNOWN"}});
}

TEST_CASE("Originals are no records, nor is what nests in them") {
  for (const char* text :
       {R"([{"x": [{"customerId": "2", "result": "OK"}], "type": "person", "username": "A"}])",
        R"([{"organization": {"a": {"customerId": "2", "result": "OK"}}, "customerId": "1"}])",
        R"([{"name": "H", "householdId": "H", "a": [{"customerId": "2", "result": "OK"}]}])",
        R"([{"customerCards": [{"username": "A", "result": "OK"}]}])"}) {
    INFO(text);
    CHECK(PairsIn(text).empty());
  }
  CHECK(PairsIn(R"([{"person": {"note": "{\"customerId\": \"1\", \"result\": \"OK\"}"}},)"
                R"( {"customerId": "2", "result": "OK"}])") == Pairs{{"2", "OK"}});
}

TEST_CASE("What has a result is a record although it echoes what was sent") {
  CHECK(PairsIn(R"([{"customerId": "1", "result": "OK", "lastName": "TEST"}])") ==
        Pairs{{"1", "OK"}});
  CHECK(PairsIn(R"([{"customerId": "1", "result": "OK", "person": {"customerId": "2",)"
                R"( "result": "FAILED"}}])") == Pairs{{"1", "OK"}});
  CHECK(PairsIn(R"([{"householdId": "H", "result": "OK", "memberIds": ["1"]}])") ==
        Pairs{{"H", "OK"}});
}

TEST_CASE("What the client saved is one record, without what nests in it") {
  const All salvaged = SalvageAll(
      R"([{"complete_batch_data": {"data": [{"customerId": "8", "result": "OK"}]},)"
      R"( "customerId": "1",)"
      R"( "result": "ERROR", "timestamp": "2025-07-03T10:11:12.5", "originalData":)"
      R"( {"customerId": "9",)"
      R"( "result": "OK", "note": "{\"a\": 1}"}, "batchInfo": {"batch_id": 4}, "batch_id": 5},)"
      R"( {"customerId": "2", "result": "OK"}])");
  CHECK(PairsOf(salvaged) == Pairs{{"1", "ERROR"}, {"2", "OK"}});
  REQUIRE(salvaged.records.size() == 2);
  CHECK(salvaged.records[0].voice == Voice::kClientJson);
  CHECK(salvaged.records[1].voice == Voice::kResponse);
  CHECK(salvaged.records[0].time == ParseTime("2025-07-03T10:11:12.5"));
  CHECK_FALSE(salvaged.batch_id);
  CHECK(salvaged.timestamp.empty());
  CHECK(salvaged.quoted.empty());
}

TEST_CASE("The outermost wrapper counts") {
  const All salvaged =
      SalvageAll(R"({"response_data": {"batch_id": 2, "status_code": 500}, "batch_id": "1",)"
                 R"( "data": [{"timestamp": "20250101_000000", "customerId": "1"}])");
  CHECK(salvaged.batch_id == 1);
  CHECK(salvaged.status_code == 500);
  CHECK(salvaged.timestamp.empty());
}

TEST_CASE("Strings that hold escaped JSON are told, whole or cut") {
  const std::string text =
      R"({"a": "{x}", "b": "say \"no\"", "raw_response": "[{\"customerId\": \"1\",)"
      R"( \"result\": \"OK\"}]",)"
      R"( "deep": "{\\\"a\\\": 1}", "list": ["{\n \"z\": 2}"], "cut": "{\"data\": [{\"customerId)";
  const All salvaged = SalvageAll(text);
  CHECK(salvaged.records.empty());
  std::vector<std::string_view> quoted;
  for (const Span span : salvaged.quoted) quoted.push_back(SpanText(text, span));
  CHECK(quoted == std::vector<std::string_view>{R"([{\"customerId\": \"1\", \"result\": \"OK\"}])",
                                                R"({\\\"a\\\": 1})", R"({\n \"z\": 2})",
                                                R"({\"data\": [{\"customerId)"});
}

TEST_CASE("Bytes that are no UTF-8 are Windows-1252, lone surrogates are replaced") {
  const All salvaged = SalvageAll(
      "[{\"username\": \"BJ\xD6RN \x80 ÅSA\", \"result\": \"\\ud800X\", \"error\": {\"a\": "
      "\"\xE9\"}}]");
  REQUIRE(salvaged.records.size() == 1);
  CHECK(salvaged.records[0].username == "BJÖRN € ÅSA");
  CHECK(salvaged.records[0].result == "\xEF\xBF\xBDX");
  CHECK(salvaged.records[0].error == "{\"a\": \"é\"}");
}

TEST_CASE("A number that the text's end cuts is not read, whatever bytes follow the text") {
  const std::string_view text = R"([{"result": "OK", "customerId": 12, "x": 1}])";
  CHECK(PairsIn(text.substr(0, text.find("12") + 2)).empty());
  CHECK(PairsIn(text.substr(0, text.find("12") + 3)) == Pairs{{"12", "OK"}});
}

TEST_CASE("White space that JSON has not leaves open whether a number goes on") {
  for (const std::string space : {"\v", "\f"}) {
    CHECK(PairsIn(R"([{"result": "OK", "customerId": 12)" + space + R"(, "x": 1},)" +
                  R"( {"result": "ERROR", "customerId": 13}])") == Pairs{{"13", "ERROR"}});
    CHECK(PairsIn(R"([{"customerId": 12)" + space + R"(}, {"result": "OK", "customerId": 13}])") ==
          Pairs{{"13", "OK"}});
  }
  // Behind what cannot go on, a form feed is read over; a vertical tab is no white space at all.
  CHECK(PairsIn("[{\"result\": \"OK\"\f, \"customerId\": \"12\"}") == Pairs{{"12", "OK"}});
  CHECK(PairsIn("[{\"result\": \"OK\"\v, \"customerId\": \"12\"}").empty());
}

TEST_CASE("The tag of a log's message is no list") {
  CHECK(PairsIn("[{\"customerId\": \"1\", \"result\": \"OK\",\n[SUCCESS] Batch 1 completed\n"
                "\"x\": {\"customerId\": \"9\", \"result\": \"ERROR\"}}]") == Pairs{{"1", "OK"}});
}

TEST_CASE("A stray quote hides nothing") {
  CHECK(PairsIn(R"([{"username": "A", "result": "OK"}, "}, {"username": "B", "result": "OK"}])") ==
        Pairs{{"A", "OK"}, {"B", "OK"}});
}

TEST_CASE("Behind a lost bracket positions are not known") {
  const All salvaged =
      SalvageAll(R"([{"username": "A", "result": "OK", {"username": "B", "result": "OK"}])");
  REQUIRE(salvaged.records.size() == 2);
  CHECK(salvaged.records[0].position == 0);
  CHECK_FALSE(salvaged.records[1].position);
}

TEST_CASE("A record's own strings are not searched, even before it is known for one") {
  CHECK(
      SalvageAll(R"([{"note": "{\"a\": 1}", "customerId": "1", "result": "OK"}])").quoted.empty());
  CHECK(SalvageAll(R"([{"note": "{\"a\": 1}", "person": {}}])").quoted.empty());
  CHECK(SalvageAll(R"([{"note": "{\"a\": 1}", "customerId": "1"}])").quoted.size() == 1);
}

std::string Repeated(std::string_view piece, size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  return text;
}

// What took more than linear time would not end within the time that ctest gives a test.
void CheckFinishes(const std::string& text) { CHECK_NOTHROW(SalvageAll(text)); }

TEST_CASE("Hostile texts take linear time") {
  for (const char* piece : {"{",
                            "[",
                            "}",
                            "]",
                            "[}",
                            "{\"a\":",
                            "{\"a\":[",
                            "\"",
                            "'",
                            "\\\"",
                            "\\'",
                            "'\\",
                            "\"\\\"",
                            "{\"",
                            "{'\"",
                            "\"a\":",
                            "\"a\": \"\\",
                            "\"a\":\"\\\"b\":\"\\",
                            "{\"a",
                            "'a\":",
                            "\"a\" ",
                            "1",
                            "1 ",
                            "-",
                            " ",
                            "\"result\":\"x\",",
                            "\"batch_id\":1,",
                            "\"a\":\"{\\\"",
                            "\"a\":\"{\\\"\n",
                            "[A ",
                            "{\"person\":[",
                            "\"customerId\":\"1\",\"result\":\"OK\",",
                            "{\"\n",
                            "2025-"}) {
    INFO(piece);
    const std::string text = Repeated(piece, 1'000'000);
    CheckFinishes(text);
    CheckFinishes("{\"data\": [{\"customerId\": \"" + text);
    CheckFinishes("{\"a\": '" + text);
  }
}

TEST_CASE("Large hostile texts finish") {
  for (const char* piece : {"{", "[", "{\"", "\"\\\"", "x"}) {
    INFO(piece);
    CheckFinishes(Repeated(piece, 3'000'000));
  }
  CheckFinishes("[{\"error\": \"" + Repeated("\\\"{", 3'000'000));
}

}  // namespace
}  // namespace analyzer
