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
  CHECK(cut.skeleton.bytes() == R"({"id": 7, "data": [0], "x": [1]})");
  CHECK(cut.elements[1].position == 1);
  CHECK(cut.elements[0].array == text.find('['));
}

TEST_CASE("Places in the skeleton lead back to the document") {
  const std::string text = R"([{"a": 1} {"b": 2}, 7])";
  const JsonCut cut = CutJson(text, 0, false);
  CHECK(cut.skeleton.bytes() == "[0 0, 7]");
  CHECK(cut.skeleton.Origin(1) == 1);
  CHECK(cut.skeleton.Origin(3) == text.find("{\"b\""));
  CHECK(cut.skeleton.Origin(8) == text.size());
}

TEST_CASE("A row of elements is one in the skeleton, and what else stands between them remains") {
  const auto skeleton = [](std::string_view text) {
    return std::string(CutJson(text, 0, false).skeleton.bytes());
  };
  CHECK(skeleton("[{} ,\r\n\t{},{}]") == "[0]");
  CHECK(skeleton("[{}, 1, {}]") == "[0, 1, 0]");
  CHECK(skeleton("[{},, {}]") == "[0,, 0]");
  CHECK(skeleton("[[{}], [{}, {}]]") == "[[0], [0]]");
}

TEST_CASE("Elements that are found a second time are those that would have been kept") {
  const std::string text =
      R"({"a": [{"x": "]},{\\"}, 1, [{"y": [{}]}, {"\\": "\""}], "{", {"z": 2}], "b": [{}, {}]} {)";
  const JsonCut kept = CutJson(text, 0, false);
  const JsonCut dropped = CutJson(text, 0, false, 0);
  REQUIRE(kept.kept);
  REQUIRE_FALSE(dropped.kept);
  CHECK(dropped.elements.empty());
  CHECK(kept.elements.size() == 6);
  size_t found = 0;
  for (size_t begin = text.find('['); begin < text.size(); begin = text.find('[', begin + 1)) {
    const JsonCut array = CutJson(text, begin, false);
    if (array.end_kind != CutEnd::kWhole) continue;  // a bracket in a string
    ArrayElements of_kept(text, kept, {begin, array.end});
    ArrayElements of_dropped(text, dropped, {begin, array.end});
    JsonElement expected;
    JsonElement element;
    while (of_kept.Next(&expected)) {
      REQUIRE(of_dropped.Next(&element));
      CHECK(element.span == expected.span);
      CHECK(element.position == expected.position);
      ++found;
    }
  }
  CHECK(found == kept.elements.size());
}

TEST_CASE("A document is cut the same by its tokens") {
  for (const std::string document :
       {R"({"id": 7, "data": [{"a": [{"b": 1}]}, {"c": "}]"}], "x": [1]})", R"([{"a": 1}, 7])",
        R"({"a": [{"x": "]},{\\"}, 1, [{"y": [{}]}, {"\\": "\""}], "{", {"z": 2}], "b": [{}, {}]})",
        "[{} ,\r\n\t{},{}]", "[{}, 1, {}]", "[[{}], [{}, {}], []]", "{}", "[]", "[[[[{}]]]]"}) {
    INFO(document);
    std::string text = "{ " + document + "\n ";
    text.reserve(text.size() + kPadding);
    JsonTokens tokens;
    REQUIRE(tokens.Find(std::string_view(text).substr(2)));
    REQUIRE(tokens.sound());
    for (const size_t most_kept : {size_t{0}, size_t{1}, kMostKept}) {
      const JsonCut cut = CutByTokens(text, 2, tokens, most_kept);
      const JsonCut expected = CutJson(text, 2, false, most_kept);
      CHECK(cut.end_kind == CutEnd::kWhole);
      CHECK(cut.end == expected.end);
      CHECK(cut.kept == expected.kept);
      REQUIRE(cut.elements.size() == expected.elements.size());
      for (size_t i = 0; i < cut.elements.size(); ++i) {
        CHECK(cut.elements[i].span == expected.elements[i].span);
        CHECK(cut.elements[i].array == expected.elements[i].array);
        CHECK(cut.elements[i].position == expected.elements[i].position);
      }
      REQUIRE(cut.skeleton.bytes() == expected.skeleton.bytes());
      for (size_t at = 0; at <= cut.skeleton.size(); ++at)
        CHECK(cut.skeleton.Origin(at) == expected.skeleton.Origin(at));
    }
  }
}

TEST_CASE("What nests without end is given up") {
  const JsonCut cut = CutJson(std::string(3000000, '['), 0, false);
  CHECK(cut.end_kind == CutEnd::kMismatch);
  CHECK(cut.end == 1 << 20);
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
