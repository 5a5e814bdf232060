#include "analyzer/redact/text_redactor.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/original_reader.h"
#include "tests/support/nobodys.h"

namespace analyzer {
namespace {

std::string Redacted(std::string_view text) { return Nobodys().text.Redact(text); }
std::string Word(std::string_view word) { return Nobodys().pseudonyms.Word(word); }
std::string Digits(std::string_view digits) { return Nobodys().pseudonyms.Digits(digits); }

TEST_CASE("every line of the client's log is still told by the same pattern") {
  for (const LogPattern& pattern : LogPatterns()) {
    for (const std::string_view message : pattern.matches) {
      const auto before = ReadFact(message);
      const std::string redacted = Redacted(message);
      INFO(message << " -> " << redacted);
      const auto after = ReadFact(redacted);
      REQUIRE(after);
      CHECK(after->pattern == before->pattern);
      CHECK(after->batch == before->batch);
      CHECK(after->count == before->count);
      CHECK(after->status == before->status);
      CHECK(after->path == Redacted(before->path));
      CHECK(after->username == Redacted(before->username));
    }
  }
}

TEST_CASE("a word is one word however it is spelled, and its pseudonym is spelled so") {
  const std::string name = Word("BJÖRN");
  const std::string ascii = name.substr(0, name.size() - 2);
  CHECK(Redacted("BJÖRN") == name);
  CHECK(Redacted(R"(BJ\u00d6RN)") == ascii + R"(\u00d6)");
  CHECK(Redacted(R"(BJ\u00D6RN)") == ascii + R"(\u00D6)");
  CHECK(Redacted(R"(BJ\\\\u00d6RN)") == ascii + R"(\\\\u00d6)");
  CHECK(Redacted(R"('BJ\xd6RN')") == "'" + ascii + R"(\xd6')");
  CHECK(Redacted(R"(b'BJ\xc3\x96RN')") == "b'" + ascii + R"(\xc3\x96')");
}

TEST_CASE("an email is one email however its domain is spelled") {
  const std::string email = Redacted("bo@företag.se");
  std::string escaped = email;
  escaped.replace(escaped.find("ö"), std::string_view("ö").size(), R"(\u00f6)");
  REQUIRE(email.ends_with(".example"));
  CHECK(Redacted(R"(bo@f\u00f6retag.se)") == escaped);
  CHECK(Redacted(R"("\u003cbo@f\u00f6retag.se\u003e")") == R"("\u003c)" + escaped + R"(\u003e")");
  CHECK(Redacted(R"("bo@f\u00f6retag.se\nBERG")") ==
        "\"" + escaped + R"(\n)" + Word("BERG") + "\"");
}

TEST_CASE("an escape of a mark stays, and parts words as the mark does") {
  const std::string name = "O'" + Word("BRIEN") + " <" + Word("BERG") + ">";
  CHECK(Redacted("O'BRIEN <BERG>") == name);
  CHECK(Redacted(R"(O\u0027BRIEN \u003cBERG\u003E)") ==
        R"(O\u0027)" + Word("BRIEN") + R"( \u003c)" + Word("BERG") + R"(\u003E)");
  CHECK(Redacted(R"(O\\u0027BRIEN)") == R"(O\\u0027)" + Word("BRIEN"));
  CHECK(Redacted(R"("\u003cbo@mail.se")") == R"("\u003c)" + Redacted("bo@mail.se") + "\"");
  CHECK(Redacted(R"(\u001b[31mBERG)").starts_with(R"(\u001b[)"));
}

TEST_CASE("a name that went through a wrong code page gets a pseudonym that did") {
  const std::string name = Word("BJÖRN");
  CHECK(UndoMojibake(Redacted("BJÃ–RN")) == name);
  CHECK(RepairedForms(Redacted("BJÃƒâ€“RN")).back() == name);
  // A wrong code page in an escape.
  CHECK(Redacted(R"(BJ\u00c3\u2013RN)") == name.substr(0, name.size() - 2) + R"(\u00c3\u2013)");
}

TEST_CASE("what is left of an emoji is no word") {
  for (const std::string text : {"🚀 Starting bulk import from 7 files", "ðŸš€ Starting bulk import",
                                 "âš ï¸ Batch 12 failed with status 500"}) {
    CHECK(Redacted(text) == text);
  }
}

TEST_CASE("control characters in strings are parted from words, folders of Windows are not") {
  CHECK(Redacted(R"({"error": "x\nEbba"})") == R"({"error": "x\n)" + Word("Ebba") + R"("})");
  CHECK(Redacted(R"({"raw": "{\"error\": \"x\\nEbba\"}"})").find(R"(x\\n)" + Word("Ebba")) !=
        std::string::npos);
  CHECK(Redacted(R"(from C:\batches\number.json -> 2)") == R"(from C:\batches\number.json -> 2)");
  CHECK(Redacted(R"(from C:\naturlig\x.json)") == "from C:\\" + Word("naturlig") + "\\x.json");
}

TEST_CASE("times stay, birthdays do not") {
  for (const std::string text :
       {"2025-11-10 08:15:02,105 - INFO - Starting bulk import from 5 files",
        R"("timestamp": "20251110_081502")", "2025-11-10T08:15:04.439402", "[08:15:02]"}) {
    CHECK(Redacted(text) == text);
  }
  CHECK(Redacted("born 1961-03-14").find("1961-03-14") == std::string::npos);
  CHECK(Redacted("1961-03-14T00:00:00").starts_with("1961-"));
  CHECK(Redacted("1961-03-14T00:00:00") != "1961-03-14T00:00:00");
  CHECK(Redacted(R"("birthday": "2025-01-30")") != R"("birthday": "2025-01-30")");
}

TEST_CASE("what stands under a key that nobody listed may be anything") {
  CHECK(Redacted(R"({"favourite": "error", "n": 3.10, "ok": true, "none": null})").find("error") ==
        std::string::npos);
  CHECK(Redacted(R"({"n": 3.10})").find("3.10") == std::string::npos);
  CHECK(Redacted(R"({"batch_id": 310})") == R"({"batch_id": 310})");
  CHECK(Redacted(R"({"x": {"a": true, "b": null}})").find("true") != std::string::npos);
  CHECK(Redacted(R"({"error": "Timeout after 30 seconds"})") ==
        R"({"error": "Timeout after 30 seconds"})");
  CHECK(Redacted("{'postalCode': '99001'}") == "{'postalCode': '" + Digits("99001") + "'}");
  CHECK(Redacted(R"({"countryCode": "SE", "city": "Ed"})") ==
        R"({"countryCode": "SE", "city": ")" + Word("Ed") + R"("})");
}

TEST_CASE("a document that breaks off does not make the next line's numbers personal") {
  const std::string next =
      "\n2025-11-10 08:15:02,105 - INFO - Sending batch 3 (attempt 1/2) - 70 customers";
  CHECK(Redacted(R"({"postalCode": "99)" + next).ends_with(next));
  CHECK(Redacted(R"({"postalCode": )" + next.substr(1)).ends_with(next.substr(1)));
}

TEST_CASE("long numbers are replaced anywhere, short ones only where they are personal") {
  CHECK(Redacted("customer 51000100001") == "customer " + Digits("51000100001"));
  CHECK(Redacted("1000000 customers in 12 files") == "1000000 customers in 12 files");
  CHECK(Redacted("+46 70-123 45 67") == "+" + Digits("46") + " " + Digits("70") + "-" +
                                            Digits("123") + " " + Digits("45") + " " +
                                            Digits("67"));
  CHECK(Redacted("EBBA-0123") == Word("EBBA") + "-" + Digits("0123"));
  CHECK(Redacted("ISO-8859") == "ISO-8859");
}

TEST_CASE("secrets are dropped") {
  for (const std::string text :
       {"Authorization: Bearer abc.def-ghi", "token=abc.def-ghi;",
        R"("accessToken": "abc.def-ghi")", R"({\"x-passport\": \"abc.def-ghi\"})",
        "sent with bearer abc.def-ghi", "Cookie: a=b; c=abc.def-ghi", "{'api_key': 'abc.def-ghi'}",
        "password: abc.def-ghi"}) {
    INFO(text << " -> " << Redacted(text));
    CHECK(Redacted(text).find("abc") == std::string::npos);
    CHECK(Redacted(text).find("ghi") == std::string::npos);
  }
  CHECK(Redacted(R"({"headers": {"Date": "Mon", "X": "{\"a\": 1}"}, "status": 200})") ==
        R"({"headers": {}, "status": 200})");
  CHECK(Redacted("Unexpected token < in JSON") == "Unexpected token < in JSON");
  CHECK(Redacted("key a1b2c3d4e5f6a7b8").find("a1b2") == std::string::npos);
}

TEST_CASE("an original stays one, with all that joins it") {
  const std::string customer =
      R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "51000100001",)"
      R"( "firstName": "Märta", "lastName": "O'Hare", "birthday": "1961-03-14",)"
      R"( "personalNumber": "196103141234", "emails": [{"email": "marta@mail.org"}]}})";
  std::string redacted = Redacted(customer);
  redacted.reserve(redacted.size() + kPadding);
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(redacted, &fields));
  REQUIRE(IsOriginal(fields));
  const auto original = ReadOriginal(redacted, fields, &reader);
  REQUIRE(original);
  CHECK(original->id == Digits("51000100001"));
  CHECK(original->first_name == Word("Märta"));
  CHECK(original->last_name == "O'" + Word("Hare"));
  CHECK(original->birthday == Digits("19610314"));
  CHECK(Redacted("MÄRTA O'HARE-19610314-1234") ==
        Word("MÄRTA") + " O'" + Word("HARE") + "-" + original->birthday + "-" + Digits("1234"));
}

}  // namespace
}  // namespace analyzer
