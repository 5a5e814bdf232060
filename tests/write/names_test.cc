#include "analyzer/write/names.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Names keep letters, digits, hyphens and underscores only") {
  CHECK(CleanNamePart("ÖSTEN AF UGGLAS-5169") == "ÖSTENAFUGGLAS-5169");
  CHECK(CleanNamePart("../../x") == "x");
  CHECK(CleanNamePart("a/b\\c:d") == "abcd");
  CHECK(CleanNamePart("..").empty());
  CHECK(CleanNamePart(std::string_view("\0\n", 2)).empty());
  CHECK(CleanNamePart("a\xFF") == "a");
}

TEST_CASE("A long name is cut between characters") {
  std::string letters;
  for (int i = 0; i < 400; ++i) letters += "Ö";
  const std::string clean = CleanNamePart(letters);
  CHECK(clean.size() <= 100);
  CHECK(clean.size() % 2 == 0);
}

TEST_CASE("No folder is named like a device, and none is nameless") {
  for (const char* device : {"CON", "con", "PRN", "AUX", "NUL", "COM1", "LPT9"}) {
    CHECK(ReasonFolderName(device) == std::string(device) + "_");
  }
  CHECK(ReasonFolderName("..") == "UNNAMED");
  CHECK(ReasonFolderName("CONFLICT") == "CONFLICT");
}

TEST_CASE("Names that some file system holds for equal are told apart") {
  NameRegister names;
  CHECK(names.Take("customer_1_Å", ".json") == "customer_1_Å.json");
  CHECK(names.Take("customer_1_å", ".json") == "customer_1_å_2.json");
  CHECK(names.Take("customer_1_A\u030A", ".json") == "customer_1_A\u030A_3.json");
  names.Reserve("theirs.json");
  CHECK(names.Take("THEIRS", ".json") == "THEIRS_2.json");
}

TEST_CASE("Names are kept as they were composed") {
  CHECK(CleanNamePart("A\u030Ake") == "A\u030Ake");
  CHECK(CleanNamePart("Åke") == "Åke");
  CHECK(CleanNamePart("a\u202Eb\u200Bc") == "abc");  // neither turned round nor padded unseen
}

TEST_CASE("Both characters and bytes of a part are limited") {
  CHECK(CleanNamePart(std::string(400, 'a')) == std::string(80, 'a'));
  std::string han;
  for (int i = 0; i < 400; ++i) han += "漢";
  CHECK(CleanNamePart(han).size() == 99);
}

TEST_CASE("Names of devices are told in any case and behind what is dropped") {
  for (const char* device : {"COM0", "com9", "LPT0", "lPt1", "nUl"}) {
    CHECK(ReasonFolderName(device) == std::string(device) + "_");
  }
  CHECK(ReasonFolderName("../.CON") == "CON_");
  CHECK(ReasonFolderName("") == "UNNAMED");
  for (const char* other : {"COM", "COM10", "CONS", "LPTX"})
    CHECK(ReasonFolderName(other) == other);
}

TEST_CASE("Names that differ only in width or ligature are told apart") {
  NameRegister names;
  CHECK(names.Take("fi", ".json") == "fi.json");
  CHECK(names.Take("ﬁ", ".json") == "ﬁ_2.json");
  CHECK(names.Take("ＦＩ", ".json") == "ＦＩ_3.json");
}

TEST_CASE("A number that is taken already is passed over") {
  NameRegister names;
  names.Reserve("A_2.json");
  CHECK(names.Take("a", ".json") == "a.json");
  CHECK(names.Take("a", ".json") == "a_3.json");
  CHECK(names.Take("a_2", ".json") == "a_2_2.json");
}

TEST_CASE("A name never is longer than file systems allow, and still differs") {
  NameRegister names;
  std::string stem(1, 'a');
  for (int i = 0; i < 200; ++i) stem += "Ö";
  const std::string first = names.Take(stem, ".json");
  const std::string second = names.Take(stem, ".json");
  CHECK(first.size() == 254);  // 255 would cut a letter in two
  CHECK(first.ends_with("Ö.json"));
  CHECK(second.size() <= 255);
  CHECK(second.ends_with("Ö_2.json"));
}

TEST_CASE("Thousands of equal names are numbered without trying all numbers again") {
  NameRegister names;
  for (int i = 1; i < 20000; ++i) names.Take("customer_NOID", ".json");
  CHECK(names.Take("customer_NOID", ".json") == "customer_NOID_20000.json");
}
