#include "analyzer/extract/record.h"

#include <catch2/catch.hpp>

namespace analyzer {
namespace {

Record Judged(const char* result) {
  Record record;
  const std::string text = result;
  Judge(&text, false, &record);
  return record;
}

TEST_CASE("Judge takes success in every word and case") {
  for (const char* word : {"SUCCESS", "ok", " Imported ", "accepted\n"}) {
    const Record record = Judged(word);
    INFO(word);
    CHECK(record.standing == Standing::kAccepted);
    CHECK(record.result_stated);
  }
  CHECK(Judged(" Imported ").result == "IMPORTED");
}

TEST_CASE("Judge keeps any other word as a failure of its own kind") {
  for (const char* word : {"CONFLICT", "Teapot", "SUCCESSFUL", "NOT OK"}) {
    INFO(word);
    CHECK(Judged(word).standing == Standing::kFailed);
    CHECK(Judged(word).result_stated);
  }
  CHECK(Judged("not_found").result == "NOT_FOUND");
}

TEST_CASE("A null, empty or blank result is a failure of unknown reason") {
  for (const char* word : {"", "  \t"}) {
    const Record record = Judged(word);
    CHECK(record.result == kUnknown);
    CHECK(record.standing == Standing::kFailed);
    CHECK_FALSE(record.result_stated);
  }
}

TEST_CASE("A stated result outweighs the list of errors it stands in") {
  Record record;
  const std::string result = "conflict";
  Judge(&result, true, &record);
  CHECK(record.result == "CONFLICT");
  CHECK(record.result_stated);
}

TEST_CASE("Without a result, the place and the error decide") {
  Record in_errors;
  Judge(nullptr, true, &in_errors);
  CHECK(in_errors.result == "FAILED");
  CHECK(in_errors.standing == Standing::kFailed);
  CHECK_FALSE(in_errors.result_stated);

  Record with_error;
  with_error.error = "out of order";
  with_error.email = "a@example.com";
  Judge(nullptr, false, &with_error);
  CHECK(with_error.result == kUnknown);
  CHECK(with_error.standing == Standing::kFailed);
  CHECK_FALSE(with_error.result_stated);

  Record nobody;
  nobody.error = "out of order";
  Judge(nullptr, false, &nobody);
  CHECK(nobody.standing == Standing::kRejected);
  CHECK(nobody.result.empty());

  Record only_identity;
  only_identity.customer_id = "1";
  Judge(nullptr, false, &only_identity);
  CHECK(only_identity.standing == Standing::kRejected);
}

TEST_CASE("Literal escapes are undone only where a unicode escape stands") {
  CHECK(UndoLiteralEscapes(R"(BJ\u00d6RN TEST-1)") == "BJÖRN TEST-1");
  CHECK(UndoLiteralEscapes(R"(\ud83d\ude00)") == "\xF0\x9F\x98\x80");
  CHECK(UndoLiteralEscapes(R"(\"\\\/\n\t\u0041)") == "\"\\/\n\tA");
  CHECK(UndoLiteralEscapes(R"(C:\new\table)") == R"(C:\new\table)");
  CHECK(UndoLiteralEscapes(R"(C:\new\users)") == R"(C:\new\users)");
  CHECK(UndoLiteralEscapes("ÅKE") == "ÅKE");
  CHECK(UndoLiteralEscapes("") == "");
}

TEST_CASE("A lone surrogate is the replacement character") {
  CHECK(UndoLiteralEscapes(R"(A\ud83dB)") ==
        "A\xEF\xBF\xBD"
        "B");
  CHECK(UndoLiteralEscapes(R"(\ude00\ud83d)") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(UndoLiteralEscapes(R"(\ud83d\u0041)") ==
        "\xEF\xBF\xBD"
        "A");
}

}  // namespace
}  // namespace analyzer
