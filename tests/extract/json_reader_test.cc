#include "analyzer/extract/json_reader.h"

#include <catch2/catch.hpp>

#include "analyzer/source/text.h"

using namespace analyzer;

namespace {

// A text with the padding that the reader asks for.
std::string Padded(std::string text) {
  text.reserve(text.size() + kPadding);
  return text;
}

bool Reads(const std::string& text) {
  JsonReader reader;
  JsonFields fields;
  return reader.ReadObject(Padded(text), &fields);
}

}  // namespace

TEST_CASE("Fields come in their order, with their raw values") {
  const std::string text = Padded(R"({"customerId": 0123e, "x": 1})");
  CHECK_FALSE(Reads(text));
  const std::string good =
      Padded(R"({ "a" : 12.50 , "user\u006eame": "BJ\u00d6RN", "c": [1, 2] , "d": null })");
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(good, &fields));
  REQUIRE(fields.size() == 4);
  CHECK(fields[0].value.raw == "12.50");
  CHECK(fields[0].value.Text() == "12.50");
  CHECK(FieldText(fields, "username") == "BJÖRN");
  CHECK(fields[2].value.raw == "[1, 2]");
  CHECK(fields[3].value.kind == JsonKind::kNull);
}

TEST_CASE("Of duplicate keys the last counts") {
  const std::string text = Padded(R"({"a": "1", "a": "2"})");
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(text, &fields));
  CHECK(FieldText(fields, "a") == "2");
}

TEST_CASE("Raw control characters are read, and counted") {
  const std::string text = Padded("{\"a\": \"x\ty\nz\", \"b\": \"\\ud800\\q\"}");
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(text, &fields));
  CHECK(FieldText(fields, "a") == "x\ty\nz");
  CHECK(FieldText(fields, "b") == "\uFFFD\\q");
  CHECK(reader.repaired() == 1);
}

TEST_CASE("What only resembles JSON is not read as JSON") {
  for (const char* text : {"{'a': 1}", "{\"a\": None}", "{\"a\": 'x'}", "{\"a\": 1x}", "{\"a\" 1}",
                           "{\"a\": 1", "{\"a\": tru}", "[1]"}) {
    INFO(text);
    CHECK_FALSE(Reads(text));
  }
}
