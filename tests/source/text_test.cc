#include "analyzer/source/text.h"

#include <catch2/catch.hpp>

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
