#include "analyzer/audit/difference.h"

#include <catch2/catch.hpp>

#include "analyzer/source/text.h"

using namespace analyzer;

namespace {

std::vector<std::string> Places(std::string a, std::string b) {
  a.reserve(a.size() + kPadding);
  b.reserve(b.size() + kPadding);
  JsonReader reader;
  return DifferingPlaces(a, b, &reader);
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("values that are equal as JSON do not differ") {
  CHECK(Places(R"({"a": 1, "b": "å"})", R"({"b":"\u00e5","a":1})").empty());
}

TEST_CASE("a difference is told by its path") {
  CHECK(Places(R"({"person": {"emails": [{"email": "a"}, {"email": "b"}]}})",
               R"({"person": {"emails": [{"email": "a"}, {"email": "c"}]}})") ==
        Strings{"person.emails[1].email"});
  CHECK(Places(R"({"a": 3.10})", R"({"a": 3.1})") == Strings{"a"});
  CHECK(Places(R"({"a": 1, "b": 2})", R"({"a": 1, "c": 2})") == Strings{"b", "c"});
}

TEST_CASE("what cannot be told apart further differs as a whole") {
  CHECK(Places(R"({"a": [1, 2]})", R"({"a": [1, 2, 3]})") == Strings{"a"});
  CHECK(Places(R"({"a": {"b": 1}})", R"({"a": [1]})") == Strings{"a"});
  CHECK(Places(R"({"a": 1, "a": 2})", R"({"a": 3, "a": 2})") == Strings{"a"});
}
