#include "analyzer/source/source_text.h"

#include <catch2/catch.hpp>

using namespace analyzer;

namespace {

std::string Utf16(std::u16string_view text, bool little, bool bom) {
  std::string bytes;
  const auto add = [&](char16_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  };
  if (bom) add(0xFEFF);
  for (const char16_t unit : text) add(unit);
  return bytes;
}

}  // namespace

TEST_CASE("UTF-8 is taken as it is") {
  const SourceText source("line\nÖSTEN\n");
  CHECK(source.text() == "line\nÖSTEN\n");
  CHECK(source.FileSpan({5, 7}) == Span{5, 7});
  CHECK(source.Line(5) == 2);
  CHECK(source.Line(0) == 1);
}

TEST_CASE("A byte order mark is no part of the text, but of the file") {
  const SourceText source("\xEF\xBB\xBF{}");
  CHECK(source.text() == "{}");
  CHECK(source.FileSpan({0, 2}) == Span{3, 5});
}

TEST_CASE("UTF-16 is told by its mark or by its zero bytes") {
  for (const bool little : {true, false}) {
    for (const bool bom : {true, false}) {
      const SourceText source(Utf16(u"{\"a\": \"BJÖRN 😀\"}", little, bom));
      INFO(source.encoding_name());
      CHECK(source.text() == "{\"a\": \"BJÖRN 😀\"}");
      CHECK(source.FileSpan({0, 1}) == Span{bom ? 2U : 0U, bom ? 4U : 2U});
    }
  }
}

TEST_CASE("Bytes that are no UTF-8 are Windows-1252, each by itself") {
  const SourceText source("BJ\xD6RN Å \x80");
  CHECK(source.text() == "BJÖRN Å €");
  CHECK(source.foreign_bytes() == 2);
  CHECK(source.FileSpan({2, 4}) == Span{2, 3});
}

TEST_CASE("What is no text is not searched") {
  CHECK(SourceText(std::string("SQLite format 3\0xxxx", 20)).text().empty());
  CHECK(SourceText("\x1F\x8B\x08 compressed").text().empty());
}
