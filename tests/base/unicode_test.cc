#include "analyzer/base/unicode.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Folding ignores case and the way of composing, never the diacritic") {
  CHECK(Fold(" ÅKE Lind ") == Fold("a\u030Ake lind"));
  CHECK(Fold("ÅKE") != Fold("AKE"));
  CHECK(Fold("Straße") == Fold("STRASSE"));
}

TEST_CASE("Bytes that are no UTF-8 survive folding as replacement characters") {
  CHECK(Fold("A\xFF") == "a\uFFFD");
  CHECK_FALSE(IsValidUtf8("A\xFF"));
  CHECK(IsValidUtf8("ÖSTEN"));
}

TEST_CASE("A text is cut between characters") {
  CHECK(FirstCharacters("ÖÄÅ", 2) == "ÖÄ");
  CHECK(FirstCharacters("Ö", 5) == "Ö");
}

TEST_CASE("Results are compared trimmed and in upper case") {
  CHECK(Upper(" conflict\n") == "CONFLICT");
}

TEST_CASE("Letters and digits of any script are letters and digits") {
  CHECK(IsLetterOrDigit(U'Ö'));
  CHECK(IsLetterOrDigit(U'Ж'));
  CHECK(IsLetterOrDigit(U'7'));
  CHECK_FALSE(IsLetterOrDigit(U'/'));
  CHECK_FALSE(IsLetterOrDigit(U'.'));
}

TEST_CASE("Folding asks Unicode, not ASCII") {
  CHECK(Fold("ΑΣ") == Fold("ας"));
  CHECK(Fold("Ǆ") == Fold("ǆ"));
  CHECK(Fold("A.Lind@EXAMPLE.com") == "a.lind@example.com");
  CHECK(Fold(" \t").empty());
  CHECK(Upper("åse") == "ÅSE");
}

TEST_CASE("What only looks like UTF-8 is none") {
  CHECK_FALSE(IsValidUtf8("\xC0\xAF"));          // `/`, overlong
  CHECK_FALSE(IsValidUtf8("\xED\xA0\x80"));      // a surrogate
  CHECK_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // past U+10FFFF
  CHECK_FALSE(IsValidUtf8("\xC3"));              // cut off
  CHECK(IsValidUtf8("😀"));
}

TEST_CASE("A broken character is passed over a byte at a time") {
  const std::string text = "\xE2\x82z";
  size_t at = 0;
  bool valid = true;
  CHECK(NextCodePoint(text, &at, &valid) == 0xFFFD);
  CHECK_FALSE(valid);
  CHECK(at == 1);
  at = 2;
  valid = true;
  CHECK(NextCodePoint(text, &at, &valid) == U'z');
  CHECK(valid);
  CHECK(at == 3);
}

TEST_CASE("What is no character is written as the replacement character") {
  std::string text;
  AppendUtf8(U'€', &text);
  AppendUtf8(0xD800, &text);
  AppendUtf8(0x110000, &text);
  CHECK(text == "€\uFFFD\uFFFD");
}

TEST_CASE("Trimming keeps what is inside") {
  CHECK(Trim(" \r\n a b\t") == "a b");
  CHECK(Trim(" ").empty());
}

TEST_CASE("Marks belong to their letters; signs and blanks do not") {
  CHECK(IsLetterOrDigit(0x030A));
  CHECK_FALSE(IsLetterOrDigit(U' '));
  CHECK_FALSE(IsLetterOrDigit(U'½'));
  CHECK_FALSE(IsLetterOrDigit(0x200B));
}
