#include "analyzer/base/unicode.h"

#include <utf8proc.h>

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace analyzer;

namespace {

constexpr char32_t kLatinEnd = 0x250;  // behind Latin Extended-B

std::string Utf8(std::initializer_list<char32_t> points) {
  std::string text;
  for (const char32_t point : points) AppendUtf8(point, &text);
  return text;
}

std::string FoldedByLibrary(const std::string& text) {
  utf8proc_uint8_t* folded = nullptr;
  const auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &folded,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
  const std::string result(reinterpret_cast<char*>(folded), static_cast<size_t>(length));
  std::free(folded);
  return result;
}

}  // namespace

TEST_CASE("Folding ignores case and the way of composing, never the diacritic") {
  CHECK(Fold(" ÅKE Lind ") == Fold("a\u030Ake lind"));
  CHECK(Fold("ÅKE") != Fold("AKE"));
  CHECK(Fold("Straße") == Fold("STRASSE"));
}

TEST_CASE("Letters that are folded without the library are folded as it does") {
  for (char32_t point = 0x21; point < kLatinEnd; ++point) {
    const std::string alone = Utf8({U'x', point, U'Y'});
    REQUIRE(Fold(alone) == FoldedByLibrary(alone));
    for (char32_t mark = 0x300; mark < 0x370; ++mark) {
      const std::string marked = Utf8({U'Ö', point, mark});
      REQUIRE(Fold(marked) == FoldedByLibrary(marked));
    }
  }
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

TEST_CASE("Windows-1252 has characters where Latin-1 has controls") {
  CHECK(FromWindows1252(0x80) == U'€');
  CHECK(FromWindows1252(0x81) == 0xFFFD);
  CHECK(FromWindows1252(0xD6) == U'Ö');
  CHECK(FromWindows1252('A') == U'A');
}

TEST_CASE("UTF-8 that was read as Windows-1252 is undone, once a call") {
  CHECK(UndoMojibake("SÃ–DERBERG") == "SÖDERBERG");
  CHECK(UndoMojibake("SÃƒâ€“DERBERG") == "SÃ–DERBERG");
  CHECK(UndoMojibake("Ã…SA Ã„NG") == "ÅSA ÄNG");
  CHECK(UndoMojibake("Å\u201AUCJA") == "łUCJA");             // the way of ł
  CHECK(UndoMojibake("â‚¬ Ðœ") == "€ М");                    // three bytes, and Cyrillic
  CHECK(UndoMojibake("ÅSA SÃ–DERBERG") == "ÅSA SÖDERBERG");  // what is right stays
}

TEST_CASE("UTF-8 that was read as Latin-1 is undone") {
  CHECK(UndoMojibake("S\u00C3\u0096DERBERG") == "SÖDERBERG");
  CHECK(UndoMojibake("\u00C3\u0081RON") == "ÁRON");  // a byte that Windows-1252 has not
  CHECK(UndoMojibake("VOIL\u00C3\u00A0") == "VOILà");
}

TEST_CASE("Lower case of what went wrong is undone where that is certain") {
  CHECK(UndoMojibake("sã¶derberg") == "söderberg");
  CHECK(UndoMojibake("sã–derberg") == "sÖderberg");
}

TEST_CASE("Names that are as they should be have nothing to undo") {
  for (const char* name : {"SÖDERBERG", "JOÃO", "ÂNGELA", "ANNA", "", "S\uFFFDDERBERG", "S?DERBERG",
                           "SÃ\uFFFDDERBERG", "CÔTÉ", "ÞÓRA", "Жанна"}) {
    INFO(name);
    CHECK_FALSE(UndoMojibake(name));
  }
}

TEST_CASE("No text that has something to undo is passed over") {
  for (char32_t first = 0x80; first < kLatinEnd; ++first) {
    for (char32_t second = 0x80; second < kLatinEnd; ++second) {
      const std::string text = Utf8({U'A', first, second, U'B'});
      REQUIRE(RepairedForms(text).empty() == !UndoMojibake(text));
    }
  }
  // Broken bytes before and behind it.
  for (const char* const broken : {"\x80", "\xC3", "\xE2\x82", "\xF0\x9F", "\xFF"}) {
    for (const std::string& text : {broken + std::string("Ã¥"), "Ã¥" + std::string(broken)})
      REQUIRE(RepairedForms(text).front() == *UndoMojibake(text));
  }
}

TEST_CASE("A text is made of assigned characters and white space") {
  CHECK(IsPlausibleInText(U'Ж'));
  CHECK(IsPlausibleInText(U'\n'));
  CHECK_FALSE(IsPlausibleInText(1));
  CHECK_FALSE(IsPlausibleInText(0xD800));
  CHECK_FALSE(IsPlausibleInText(0xE000));
  CHECK_FALSE(IsPlausibleInText(0xFFFF));
}
