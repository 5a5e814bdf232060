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

namespace {

// The bytes of the file that the first `part` of the text came from.
std::string OnDisk(const std::string& bytes, const SourceText& source, std::string_view part) {
  const size_t at = source.text().find(part);
  REQUIRE(at != std::string_view::npos);
  const Span span = source.FileSpan({at, at + part.size()});
  return bytes.substr(span.begin, span.size());
}

std::string Zeros(size_t count) { return std::string(count, '\0'); }

}  // namespace

TEST_CASE("UTF-16 without a mark may be mostly of letters that are not Latin") {
  for (const bool little : {true, false}) {
    const SourceText source(Utf16(
        u"{\"имя\": \"АННА АННОВНА ЖУРАВЛЁВА\",\n \"улица\": \"НАБЕРЕЖНАЯ\"}", little, false));
    INFO(source.encoding_name());
    CHECK(source.text() == "{\"имя\": \"АННА АННОВНА ЖУРАВЛЁВА\",\n \"улица\": \"НАБЕРЕЖНАЯ\"}");
  }
}

TEST_CASE("Half a unit at the end of a cut UTF-16 file is left out") {
  const std::string bytes = Utf16(u"ÅSA\n", true, true) + "x";
  const SourceText source(bytes);
  CHECK(source.text() == "ÅSA\n");
  REQUIRE(source.left_out().size() == 1);
  CHECK(source.left_out()[0].kind == LeftOut::Kind::kHalf);
  CHECK(source.left_out()[0].begin == bytes.size() - 1);
  CHECK(source.FileSpan({0, 5}) == Span{2, 10});
}

TEST_CASE("UTF-8 behind UTF-16 is read, and UTF-16 behind that") {
  for (const bool little : {true, false}) {
    for (const bool bom : {true, false}) {
      const std::string first = Utf16(u"2025-11-10 08:15:04,123 ÅSA\r\n", little, bom);
      const std::string second = "2025-11-10 08:15:05,123 BJÖRN\n";
      const std::string bytes = first + second + Utf16(u"2025-11-10 ÖSTEN\r\n", little, false);
      const SourceText source(bytes);
      CHECK(source.text() ==
            "2025-11-10 08:15:04,123 ÅSA\r\n2025-11-10 08:15:05,123 BJÖRN\n2025-11-10 ÖSTEN\r\n");
      CHECK(source.encoding() == SourceText::Encoding::kMixedWidths);
      CHECK(OnDisk(bytes, source, "BJÖRN") == "BJÖRN");
      CHECK(OnDisk(bytes, source, "ÖSTEN") == Utf16(u"ÖSTEN", little, false));
    }
  }
}

TEST_CASE("UTF-16 behind UTF-8 is read, with a mark and without") {
  for (const bool little : {true, false}) {
    for (const bool bom : {true, false}) {
      const std::string bytes = "SÖREN, a line long enough to be most of the file\n" +
                                Utf16(u"line ÅSA\r\n", little, bom) + "last\n";
      const SourceText source(bytes);
      CHECK(source.text() ==
            "SÖREN, a line long enough to be most of the file\nline ÅSA\r\nlast\n");
      CHECK(source.foreign_bytes() == 0);
      CHECK(OnDisk(bytes, source, "ÅSA") == Utf16(u"ÅSA", little, false));
      CHECK(OnDisk(bytes, source, "last") == "last");
    }
  }
}

TEST_CASE("A mark at a line's begin is left out, and one inside a line is text") {
  const std::string bytes = "\xEF\xBB\xBFone\n\xEF\xBB\xBFtwo x\uFEFFy\n";
  const SourceText source(bytes);
  CHECK(source.text() == "one\ntwo x\uFEFFy\n");
  CHECK(source.encoding() == SourceText::Encoding::kUtf8Bom);
  CHECK(source.FileSpan({0, 4}) == Span{3, 7});
  CHECK(source.FileSpan({4, 7}) == Span{10, 13});
}

TEST_CASE("Colour codes are left out wherever they stand") {
  const std::string bytes =
      "\x1B[32mINFO\x1B[0m \x1B[1;38;5;9mANNA\x1B[K\x1B(B\x1B[m-1\n\x1B alone";
  const SourceText source(bytes);
  CHECK(source.text() == "INFO ANNA-1\n\x1B alone");
  CHECK(source.FileSpan({0, 4}) == Span{5, 9});
  CHECK(OnDisk(bytes, source, "ANNA") == "ANNA");
  CHECK(OnDisk(bytes, source, "ANNA-1") == "ANNA\x1B[K\x1B(B\x1B[m-1");
  CHECK(source.LeavesOut({5, 11}));
  CHECK_FALSE(source.LeavesOut({5, 9}));
  const std::string wide = Utf16(u"\x1B[32mINFO\x1B[0m x", true, true);
  CHECK(SourceText(wide).text() == "INFO x");
  CHECK(SourceText(wide).FileSpan({0, 4}) == Span{12, 20});
}

TEST_CASE("A few zero bytes are left out; a hole stays, so that nothing is joined across it") {
  const std::string bytes = "AN" + Zeros(1) + "NA\nBE" + Zeros(512) + "RIT\n" + Zeros(4096);
  const SourceText source(bytes);
  CHECK(source.text() == std::string("ANNA\nBE\0RIT\n", 12));
  CHECK(OnDisk(bytes, source, "ANNA") == "AN" + Zeros(1) + "NA");
  CHECK(OnDisk(bytes, source, "BE") == "BE");
  CHECK(OnDisk(bytes, source, "RIT\n") == "RIT\n");
  REQUIRE(source.left_out().size() == 3);
  CHECK(source.left_out()[1].kind == LeftOut::Kind::kHole);
  CHECK(source.left_out()[1].begin == 8);
  CHECK(source.left_out()[2].kind == LeftOut::Kind::kZeros);
}

TEST_CASE("Blocks of zeros at the begin do not make a log a binary file") {
  const std::string bytes = Zeros(100000) + "2025-11-10 ÅSA\n";
  const SourceText source(bytes);
  CHECK(source.text() == "2025-11-10 ÅSA\n");
  CHECK(OnDisk(bytes, source, "ÅSA") == "ÅSA");
  CHECK(SourceText(Zeros(5000)).text().empty());
}

TEST_CASE("A hole in UTF-16 may have an odd length") {
  for (const bool little : {true, false}) {
    const std::string bytes =
        Utf16(u"ÅSA", little, true) + Zeros(513) + Utf16(u"2025 ÖSTEN\n", little, false);
    const SourceText source(bytes);
    CHECK(source.text() == std::string("ÅSA\0", 5) + "2025 ÖSTEN\n");
    CHECK(OnDisk(bytes, source, "ÖSTEN") == Utf16(u"ÖSTEN", little, false));
  }
}

TEST_CASE("LF, CRLF and CR each end a line") {
  const std::string text = "1\n2\r\n3\r4\r\r6\n\n8";
  const SourceText source(text);
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] >= '1') CHECK(source.Line(at) == text[at] - '0');
  }
  CHECK(source.Line(0) == 1);
}

TEST_CASE("Lines are told in whatever order they are asked for, also in long texts") {
  std::string text;
  for (int line = 0; line < 100000; ++line) text += line % 3 == 0 ? "x\r\n" : "xyz\r";
  const SourceText source(text);
  const int64_t last = source.Line(text.size() - 1);
  CHECK(source.Line(3) == 2);
  CHECK(source.Line(text.size() - 1) == last);
  CHECK(last == 100000);
  CHECK(source.Line(110000) == 30001);
}

TEST_CASE("A CR by itself ends a line also where lines are asked for far behind it") {
  constexpr size_t kLines = 20000;
  std::string text = "10%\r100%\n";
  const size_t first = text.size();
  const std::string line = "a line of a log that is as long as such lines are\n";
  for (size_t i = 0; i < kLines; ++i) text += line;
  const SourceText source(text);
  for (size_t i = 0; i < kLines; ++i) {
    if (source.Line(first + i * line.size()) != static_cast<int64_t>(i) + 3) FAIL(i);
  }
}
