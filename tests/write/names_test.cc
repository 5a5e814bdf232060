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
