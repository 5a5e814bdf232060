#include "analyzer/write/json_text.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Re-indenting changes white space and nothing else") {
  CHECK(Reindent("{\"a\":1.00,\"a\" : [ ],\"b\":[1,{\"c\":\"\\u00d6 { , \\\" }\"}]}", 0) ==
        "{\n  \"a\": 1.00,\n  \"a\": [],\n  \"b\": [\n    1,\n    {\n      \"c\": \"\\u00d6 { , "
        "\\\" }\"\n"
        "    }\n  ]\n}");
}

TEST_CASE("Re-indenting begins at the depth of the value") {
  CHECK(Reindent("{\"a\":1}", 1) == "{\n    \"a\": 1\n  }");
}

TEST_CASE("Quoting escapes what JSON must not hold raw") {
  CHECK(Quote("a\"b\\c\nd\x01") == "\"a\\\"b\\\\c\\nd\\u0001\"");
  CHECK(Quote("Ö\xFF") == "\"Ö\uFFFD\"");
}

TEST_CASE("A document is written in the order of the calls") {
  JsonWriter json;
  json.BeginObject().Key("a").Number(1).Key("b").BeginArray().EndArray();
  json.Key("c").StringOrNull("").Key("d").Bool(true).EndObject();
  CHECK(json.Take() == "{\n  \"a\": 1,\n  \"b\": [],\n  \"c\": null,\n  \"d\": true\n}\n");
}

TEST_CASE("Strings keep every escape, also where they end in a backslash") {
  CHECK(Reindent(R"({"a\\":"\/ \u00D6 []{},:\\","b":""})", 0) ==
        "{\n  \"a\\\\\": \"\\/ \\u00D6 []{},:\\\\\",\n  \"b\": \"\"\n}");
}

TEST_CASE("Numbers, literals and duplicate keys stay as they are") {
  CHECK(Reindent("\r\n[ 1e5,-0.10 ,\ttrue,null,{ \n}, 12345678901234567890 ]\n", 0) ==
        "[\n  1e5,\n  -0.10,\n  true,\n  null,\n  {},\n  12345678901234567890\n]");
  CHECK(Reindent(" 1.0 ", 3) == "1.0");
}

TEST_CASE("Re-indenting again changes nothing") {
  const std::string once = Reindent("{\"a\":[[],[{}],[{\"b\":null}]]}", 0);
  CHECK(Reindent(once, 0) == once);
}

TEST_CASE("Zero bytes and other controls are quoted, letters are not") {
  CHECK(Quote(std::string_view("\0\t\r\x1F", 4)) == "\"\\u0000\\t\\r\\u001f\"");
  CHECK(Quote("ÖSTEN 😀/") == "\"ÖSTEN 😀/\"");
  CHECK(Quote("\xC0\xAF") == "\"\uFFFD\uFFFD\"");
}

TEST_CASE("Values within values are set in by their level") {
  JsonWriter json;
  json.BeginArray().BeginObject().Key("a\"").String("x").EndObject().BeginObject().EndObject();
  json.Number(-1).Null().EndArray();
  CHECK(json.Take() == "[\n  {\n    \"a\\\"\": \"x\"\n  },\n  {},\n  -1,\n  null\n]\n");
}

TEST_CASE("On one line there is no white space between the values") {
  JsonWriter json(JsonWriter::Layout::kOneLine);
  json.BeginObject().Key("a").BeginArray().Number(1).Null().EndArray().Key("b").Raw("[1, 2]");
  json.EndObject();
  CHECK(json.Take() == "{\"a\":[1,null],\"b\":[1, 2]}\n");
}

TEST_CASE("A document that goes to a sink in parts is the same") {
  const auto build = [](JsonWriter json) {
    json.BeginObject().Key("rows").BeginArray();
    for (int i = 0; i < 5000; ++i) json.BeginObject().Key("customerId").Number(i).EndObject();
    json.EndArray().EndObject();
    return json.Take();
  };
  std::string parts;
  size_t count = 0;
  const std::string rest = build(JsonWriter([&](std::string_view part) {
    parts += part;
    ++count;
  }));
  CHECK(rest.empty());
  CHECK(parts == build(JsonWriter()));
  CHECK(count > 1);
}
