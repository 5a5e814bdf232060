#include "analyzer/write/rows.h"

#include <catch2/catch.hpp>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

using Type = Value::Type;
using Rows = std::vector<std::vector<Value>>;

std::string Written(RowFormat format, const std::vector<std::string>& columns, const Rows& rows) {
  const Scratch scratch;
  const auto path = scratch / "rows";
  auto output = std::move(Output::Open(path).value());
  const auto writer = MakeRowWriter(format, columns, output.get());
  for (const auto& row : rows) REQUIRE(writer->Row(row));
  writer->End();
  CHECK_FALSE(std::filesystem::exists(path));
  REQUIRE(output->Finish().ok());
  return ReadFile(path).value();
}

Value Text(std::string text) { return {Type::kText, std::move(text)}; }

std::string CsvOf(const Value& value) {
  const std::string csv = Written(RowFormat::kCsv, {"a"}, {{value}});
  REQUIRE(csv.starts_with("a\r\n"));
  REQUIRE(csv.ends_with("\r\n"));
  return csv.substr(3, csv.size() - 5);
}

TEST_CASE("CSV quotes what RFC 4180 wants quoted, and nothing else") {
  CHECK(CsvOf(Text("plain å 日本")) == "plain å 日本");
  CHECK(CsvOf(Text("a,b")) == "\"a,b\"");
  CHECK(CsvOf(Text("say \"no\"")) == "\"say \"\"no\"\"\"");
  CHECK(CsvOf(Text("two\r\nlines\nand a\rthird")) == "\"two\r\nlines\nand a\rthird\"");
  CHECK(CsvOf(Text(" blanks ")) == "\" blanks \"");
  CHECK(CsvOf(Text(std::string("a\0b", 3))) == "a\uFFFDb");
  CHECK(CsvOf(Text("\xC3(")) == "\uFFFD(");
  CHECK(CsvOf(Text("000123")) == "000123");
  CHECK(CsvOf(Text("")) == "\"\"");  // alone on its line
  CHECK(Written(RowFormat::kCsv, {"a", "b"}, {{Text(""), {}}}) == "a,b\r\n,\r\n");
}

TEST_CASE("CSV holds no formula of a spreadsheet") {
  CHECK(CsvOf(Text("=1+1")) == "'=1+1");
  CHECK(CsvOf(Text("=cmd|' /C calc'!A0")) == "'=cmd|' /C calc'!A0");
  CHECK(CsvOf(Text("+46 70")) == "'+46 70");
  CHECK(CsvOf(Text("-1")) == "'-1");
  CHECK(CsvOf(Text("@SUM(A1)")) == "'@SUM(A1)");
  CHECK(CsvOf(Text("\t=1")) == "'\t=1");
  CHECK(CsvOf(Text("\r=1,\"")) == "\"'\r=1,\"\"\"");
  CHECK(CsvOf({Type::kInteger, "-1"}) == "-1");
  CHECK(Written(RowFormat::kCsv, {"=1"}, {}) == "'=1\r\n");
}

TEST_CASE("JSON tells NULL, numbers and texts apart") {
  const Rows rows = {{{}, {Type::kInteger, "-5"}, {Type::kReal, "1.5"}, Text("a\"\n\u2028")},
                     {Text("7"), {Type::kReal, "Inf"}, {}, Text("")}};
  const std::vector<std::string> columns = {"n", "i", "r", "t\""};
  const std::string first = R"({"n": null, "i": -5, "r": 1.5, "t\"": "a\"\n)"
                            "\u2028"
                            R"("})";
  const std::string second = R"({"n": "7", "i": null, "r": null, "t\"": ""})";
  CHECK(Written(RowFormat::kNdjson, columns, rows) == first + "\n" + second + "\n");
  CHECK(Written(RowFormat::kJson, columns, rows) == "[\n  " + first + ",\n  " + second + "\n]\n");
  CHECK(Written(RowFormat::kJson, columns, {}) == "[]\n");
  CHECK(Written(RowFormat::kNdjson, columns, {}).empty());
}

TEST_CASE("A table aligns what a terminal shows") {
  CHECK(Written(RowFormat::kTable, {"name", "n"},
                {{Text("ÅSA\x1B[2J\n"), {Type::kInteger, "5"}},
                 {Text("日本"), {Type::kInteger, "12"}}}) ==
        "name       n\n"
        "--------  --\n"
        "ÅSA?[2J?   5\n"
        "日本      12\n");
  CHECK(Written(RowFormat::kTable, {"a"}, {}) == "a\n-\n");
}

TEST_CASE("A table goes on where its first rows do not tell the widths") {
  Rows rows(1500, {Text("a"), Text("b")});
  rows.back() = {Text("longer"), Text("b")};
  const std::string table = Written(RowFormat::kTable, {"x", "y"}, rows);
  CHECK(table.starts_with("x  y\n-  -\na  b\na  b\n"));
  CHECK(table.ends_with("a  b\nlonger  b\n"));
  CHECK(std::count(table.begin(), table.end(), '\n') == 1502);
}

TEST_CASE("A file that was not finished leaves nothing") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "rows", "before").ok());
  {
    const auto output = std::move(Output::Open(scratch / "rows").value());
    REQUIRE(output->Write("half"));
  }
  CHECK(ReadFile(scratch / "rows").value() == "before");
  CHECK_FALSE(std::filesystem::exists(scratch / "rows.new"));
  CHECK_FALSE(Output::Open(scratch / "no such folder" / "rows").ok());
}

}  // namespace
}  // namespace analyzer
