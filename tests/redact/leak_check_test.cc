#include "analyzer/redact/leak_check.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/scanned.h"

namespace analyzer {
namespace {

// Who knows Björn Status, 51000100001, 19610314-1234.
Known KnownBjorn() {
  Known known;
  known.names = {"björn", "status"};
  known.ids = {"51000100001"};
  known.personal_numbers = {"196103141234", "6103141234"};
  return known;
}

size_t LeaksIn(const std::string& text) {
  Redaction redaction(KnownBjorn(), SecretKey::Of(5), false);
  return LeakCheck(&redaction).Count(text);
}

TEST_CASE("a name, an id or a personal number that is left is a leak") {
  CHECK(LeaksIn("FOUND FAILED CUSTOMER: None - BJÖRN-1") == 1);
  CHECK(LeaksIn("customer_51000100001_x.json") == 1);
  CHECK(LeaksIn("born 196103141234") == 1);
  CHECK(LeaksIn("6103141234") == 1);
}

TEST_CASE("also where it is escaped, went through a wrong code page, or is in UTF-16") {
  CHECK(LeaksIn(R"("BJ\u00d6RN")") == 1);
  CHECK(LeaksIn(R"(\"BJ\\u00d6RN\")") == 1);
  CHECK(LeaksIn("BJÃ–RN") == 1);
  CHECK(LeaksIn(std::string("\xFF\xFE"
                            "B\0J\0\xD6\0R\0N\0",
                            12)) == 1);
}

TEST_CASE("a secret that is left is a leak") {
  CHECK(LeaksIn("Authorization: Bearer abcdefghij") > 0);
  CHECK(LeaksIn("Authorization: -") == 0);
  CHECK(LeaksIn(R"("headers": {})") == 0);
  CHECK(LeaksIn(R"("headers": {"Date": "today"})") == 1);
}

TEST_CASE("a word of the formats is none, whoever bears it as a name") {
  CHECK(LeaksIn(R"({"status": "ACTIVE"} STATUS)") == 0);
}

TEST_CASE("what was redacted has no leaks") {
  Redaction redaction(KnownBjorn(), SecretKey::Of(5), false);
  const std::string text = redaction.text.Redact(
      R"(Björn, 51000100001, BJ\u00d6RN BJÃ–RN 196103141234 {"headers": {"Cookie": "x=y"}})");
  CHECK(LeakCheck(&redaction).Count(text) == 0);
}

}  // namespace
}  // namespace analyzer
