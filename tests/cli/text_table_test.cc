#include "analyzer/cli/text_table.h"

#include <catch2/catch.hpp>

using namespace analyzer;

namespace {}  // namespace

TEST_CASE("Text stands left, numbers right, and widths are those of characters") {
  TextTable table({{"name", kLeft}, {"count"}, {"where", kLeft}});
  table.Add({"ÅSA", "7", "a"});
  table.Add({"BO", "12345678", ""});
  CHECK(table.Text() ==
        "name     count  where\n"
        "ÅSA          7  a\n"
        "BO    12345678\n");
}

TEST_CASE("A cell cannot break the table, nor be longer than a hundred characters") {
  TextTable table({{"cell", kLeft}});
  table.Add({"a\nb\x1B[31m"});
  table.Add({std::string(200, 'x')});
  CHECK(table.Text() == "cell\na?b?[31m\n" + std::string(99, 'x') + "…\n");
}

TEST_CASE("Widths are those of a terminal: wide characters take two columns, marks none") {
  TextTable table({{"name", kLeft}, {"n"}});
  table.Add({"東京", "1"});
  table.Add({"A\u030Asa", "2"});
  CHECK(table.Text() ==
        "name  n\n"
        "東京  1\n"
        "A\u030Asa   2\n");
}

TEST_CASE("Text is shortened in the middle, by characters with their marks") {
  CHECK(ShortenedInTheMiddle("bulk_import.log", 9) == "bulk….log");
  CHECK(ShortenedInTheMiddle("bulk_import.log", 8) == "bulk…log");
  CHECK(ShortenedInTheMiddle("bulk_import.log", 15) == "bulk_import.log");
  CHECK(ShortenedInTheMiddle("e\u0301e\u0301e\u0301e\u0301", 3) == "e\u0301…e\u0301");
  CHECK(ShortenedInTheMiddle("東京東京", 4) == "東…");
  CHECK(ShortenedInTheMiddle("abc", 1) == "…");
  CHECK(ShortenedInTheMiddle("abc", 0).empty());
}

TEST_CASE("On a narrow screen text is shortened before titles, and numbers never are") {
  TextTable table({{"where", kLeft}, {"unanswered"}});
  table.Add({"a_folder/of_somebody/with_a_long_name.json", "123456"});
  CHECK(table.Text({36, false}) ==
        "where                     unanswered\n"
        "a_folder/of_…g_name.json      123456\n");
  CHECK(table.Text({20, false}) ==
        "where         una…ed\n"
        "a_fold….json  123456\n");
}

TEST_CASE("Where columns cannot be narrow enough, each row is a list") {
  TextTable table({{"began", kLeft, false, true}, {"items"}});
  table.Add({"2025-11-10T08:15:02", "33"});
  table.Add({"2025-11-11T09:30:40", "18"});
  CHECK(table.Text({24, false}) ==
        "began  2025-11-…08:15:02\n"
        "items  33\n"
        "\n"
        "began  2025-11-…09:30:40\n"
        "items  18\n");
}

TEST_CASE("Headings are bold, and numbers that need a look are yellow") {
  TextTable table({{"reason", kLeft}, {"unmatched", TextTable::Align::kRight, true}});
  table.Add({"CONFLICT", "3"});
  table.Add({"ERROR", "0"});
  CHECK(table.Text({0, true}) ==
        "\x1B[1mreason    unmatched\x1B[0m\n"
        "CONFLICT          \x1B[33m3\x1B[0m\n"
        "ERROR             0\n");
}

TEST_CASE("A table without rows is nothing") { CHECK(TextTable({{"cell", kLeft}}).Text().empty()); }
