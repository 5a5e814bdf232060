#include "analyzer/cli/text_table.h"

#include <catch2/catch.hpp>

using namespace analyzer;

namespace {

constexpr TextTable::Align kLeft = TextTable::Align::kLeft;

}  // namespace

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

TEST_CASE("A table without rows is nothing") { CHECK(TextTable({{"cell", kLeft}}).Text().empty()); }
