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
