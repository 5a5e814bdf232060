#include "analyzer/redact/file_redactor.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/nobodys.h"

namespace analyzer {
namespace {

std::string Units(std::string_view ascii_and_latin1, bool big) {
  std::string units;
  for (const char c : ascii_and_latin1) {
    if (big) units.push_back('\0');
    units.push_back(c);
    if (!big) units.push_back('\0');
  }
  return units;
}

// The pseudonym of BJÖRN without its last letter, which is Ö.
std::string Stem() {
  const std::string name = Nobodys().pseudonyms.Word("BJÖRN");
  return name.substr(0, name.size() - 2);
}

TEST_CASE("a name in Windows-1252 gets a pseudonym in it, beside UTF-8") {
  const auto file = RedactFile("- INFO - BJ\xD6RN and BJÖRN\n", Nobodys().text);
  REQUIRE(file);
  CHECK(*file == "- INFO - " + Stem() + "\xD6 and " + Stem() + "Ö\n");
}

TEST_CASE("UTF-16 stays UTF-16") {
  for (const bool big : {false, true}) {
    const std::string mark = big ? "\xFE\xFF" : "\xFF\xFE";
    const auto file =
        RedactFile(mark + Units("Failed: BJ\xD6RN (2 customers)\r\n", big), Nobodys().text);
    REQUIRE(file);
    CHECK(*file == mark + Units("Failed: " + Stem() + "\xD6 (2 customers)\r\n", big));
  }
}

TEST_CASE("UTF-16 behind UTF-8 stays so") {
  const std::string log = "2025-11-10 08:15:04,108 - INFO - EBBA customers and customers\n";
  const auto file = RedactFile(log + Units(log, false), Nobodys().text);
  REQUIRE(file);
  const std::string redacted = Nobodys().text.Redact(log);
  CHECK(*file == redacted + Units(redacted, false));
}

TEST_CASE("a byte order mark and line ends stay") {
  const auto file = RedactFile("\xEF\xBB\xBF{\r\n\"data\": []\r\n}\r\n", Nobodys().text);
  CHECK(file == "\xEF\xBB\xBF{\r\n\"data\": []\r\n}\r\n");
}

TEST_CASE("what is no text is not copied") {
  CHECK_FALSE(RedactFile(std::string("\x1F\x8B\x08\0\0\0", 6), Nobodys().text));
}

}  // namespace
}  // namespace analyzer
