#include "analyzer/extract/json_cutter.h"

#include <catch2/catch.hpp>

using namespace analyzer;

namespace {

std::vector<std::string> Elements(std::string_view text, const JsonCut& cut) {
  std::vector<std::string> elements;
  for (const JsonElement& element : cut.elements) {
    elements.emplace_back(text.substr(element.span.begin, element.span.size()));
  }
  return elements;
}

}  // namespace

TEST_CASE("A document is cut into the elements of its lists and a skeleton") {
  const std::string text =
      R"(noise {"id": 7, "data": [{"a": [{"b": 1}]}, {"c": "}]"}], "x": [1]} rest)";
  const JsonCut cut = CutJson(text, 6, false);
  REQUIRE(cut.end_kind == CutEnd::kWhole);
  CHECK(text.substr(cut.end) == " rest");
  CHECK(Elements(text, cut) == std::vector<std::string>{R"({"a": [{"b": 1}]})", R"({"c": "}]"})"});
  CHECK(cut.skeleton.bytes() == R"({"id": 7, "data": [0, 0], "x": [1]})");
  CHECK(cut.elements[1].position == 1);
  CHECK(cut.elements[0].array == text.find('['));
}

TEST_CASE("Places in the skeleton lead back to the document") {
  const std::string text = R"([{"a": 1}, {"b": 2}])";
  const JsonCut cut = CutJson(text, 0, false);
  CHECK(cut.skeleton.bytes() == "[0, 0]");
  CHECK(cut.skeleton.Origin(1) == 1);
  CHECK(cut.skeleton.Origin(4) == text.find("{\"b\""));
  CHECK(cut.skeleton.Origin(6) == text.size());
}

TEST_CASE("Following a document ends where it breaks") {
  CHECK(CutJson("{\"a\": [1, 2", 0, false).end_kind == CutEnd::kOpen);
  CHECK(CutJson("{\"a\": \"unclosed", 0, false).end_kind == CutEnd::kOpen);
  const JsonCut mismatch = CutJson("{\"a\": [1}", 0, false);
  CHECK(mismatch.end_kind == CutEnd::kMismatch);
  CHECK(mismatch.end == 8);
}

TEST_CASE("In a log a document is interrupted by a log line, also in the middle of a string") {
  const std::string line =
      "2025-11-10 08:15:04,123 - INFO - Sending batch 2 (attempt 1/2) - 4 customers";
  const std::string between = "{\"a\": [\n" + line + "\n1]}";
  CHECK(CutJson(between, 0, true).end_kind == CutEnd::kInterrupted);
  CHECK(CutJson(between, 0, true).end == 7);
  const std::string inside = "{\"a\": \"BJ" + line + "\nRN\"}";
  CHECK(CutJson(inside, 0, true).end_kind == CutEnd::kInterrupted);
  CHECK(CutJson(inside, 0, true).end == 9);
  CHECK(CutJson(inside, 0, false).end_kind == CutEnd::kWhole);
}
