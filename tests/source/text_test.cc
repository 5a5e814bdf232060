#include "analyzer/source/text.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/base/memory_limit.h"

using namespace analyzer;

TEST_CASE("Each byte of a pieced text knows where it came from") {
  MappedText text;
  text.Append("abc", 10);
  text.AppendAt("Ö", 13);  // an escape of six bytes, undone
  text.Append("d", 19);
  text.Finish(20);
  CHECK(text.bytes() == "abcÖd");
  CHECK(text.Origin(2) == 12);
  CHECK(text.Origin(3) == 13);
  CHECK(text.Origin(4) == 13);
  CHECK(text.Origin(5) == 19);
  CHECK(text.Origin({0, text.bytes().size()}) == Span{10, 20});
}

TEST_CASE("A stride counts the origin's bytes for each of the text's") {
  MappedText text;
  text.Append("ab", 2, 2);
  text.Append("c", 6, 2);
  text.Finish(8);
  CHECK(text.Origin(2) == 6);
  CHECK(text.Origin(3) == 8);
}

TEST_CASE("Pieces that do not adjoin each keep their place") {
  MappedText text;
  text.Append("ab", 0);
  text.Append("", 50);
  text.Append("cd", 2);    // goes on where the first ended
  text.Append("ef", 100);  // a line of somebody else's was left out
  text.Append("gh", 102, 2);
  text.AppendAt("ij", 106);
  text.Append("k", 106);
  text.Finish(107);
  CHECK(text.bytes() == "abcdefghijk");
  const std::vector<size_t> places = {0, 1, 2, 3, 100, 101, 102, 104, 106, 106, 106, 107};
  for (size_t at = 0; at < places.size(); ++at) {
    INFO(at);
    CHECK(text.Origin(at) == places[at]);
  }
}

TEST_CASE("An empty text lies at the end of its origin") {
  MappedText text;
  text.Finish(7);
  CHECK(text.Origin(0) == 7);
  CHECK(text.Origin({0, 0}) == Span{7, 7});
}

TEST_CASE("A text that memory has no room for is the same from a file") {
  SetMemory({.bytes = 16});
  MappedText text;
  SetMemory({});
  std::string expected;
  for (size_t i = 0; i < 100000; ++i) {
    const std::string part(1 + i % 3, static_cast<char>('a' + i % 26));
    i % 5 == 0 ? text.AppendAt(part, i * 10) : text.Append(part, i * 10);
    expected += part;
  }
  text.Finish(1000000);
  CHECK(text.bytes() == expected);
  CHECK(text.back() == expected.back());
  // Ascending, as most are asked for, and from the end.
  CHECK(text.Origin(0) == 0);
  CHECK(text.Origin(1) == 10);
  CHECK(text.Origin(2) == 11);
  CHECK(text.Origin(text.size() - 1) == 999990);
  CHECK(text.Origin(3) == 20);
  CHECK(text.Origin({text.size() - 1, text.size()}) == Span{999990, 999991});
}
