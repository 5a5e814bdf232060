#include "analyzer/match/marks.h"

#include <catch2/catch.hpp>
#include <string>

namespace analyzer {
namespace {

std::string ValueOf(int number) { return "value " + std::to_string(number); }

TEST_CASE("what was marked is found, and little else, also where there is more than was expected") {
  Marks marks(1000);
  for (int i = 0; i < 10'000; ++i) marks.Add(ValueOf(i));
  int others = 0;
  for (int i = 0; i < 10'000; ++i) {
    REQUIRE(marks.Has(ValueOf(i)));
    others += marks.Has(ValueOf(i + 10'000));
  }
  CHECK(others < 2000);
  CHECK_FALSE(marks.Has(""));
}

TEST_CASE("a record bears a name and a personal number in its user name") {
  Marks marks(10);
  Record record;
  record.username = "ÅSA TALLÅS-19700101-1234";
  CHECK_FALSE(marks.AreBorneBy(record));
  SECTION("the name") { marks.Add("åsa tallås"); }
  SECTION("the number") { marks.Add("197001011234"); }
  SECTION("the number without the century") { marks.Add("7001011234"); }
  CHECK(marks.AreBorneBy(record));
}

}  // namespace
}  // namespace analyzer
