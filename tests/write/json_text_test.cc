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
