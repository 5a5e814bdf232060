#include "analyzer/extract/secrets.h"

#include <catch2/catch.hpp>

namespace analyzer {
namespace {

TEST_CASE("Secrets are masked in every form of text that a log holds") {
  const std::pair<const char*, const char*> masked[] = {
      {R"("Authorization": "Bearer abc.def-123")", R"("Authorization": "***")"},
      {R"({"passport":"p4ss\"word","next":1})", R"({"passport":"***","next":1})"},
      {R"({\"access_token\": \"abc\", \"a\": 1})", R"({\"access_token\": \"***\", \"a\": 1})"},
      {"{'x-api-key': 'k1', 'b': 2}", "{'x-api-key': '***', 'b': 2}"},
      {"Authorization: Token abc def\nnext line", "Authorization: ***\nnext line"},
      {"Set-Cookie: a=b; c=d", "Set-Cookie: ***"},
      {"GET /x?token=abc&id=5", "GET /x?token=***&id=5"},
      {"password=geheim, tried again", "password=***, tried again"},
      {"sent Bearer eyJhbGciOiJIUzI1NiJ9.e30.x", "sent Bearer ***"},
      {"client_secret: s3cret", "client_secret: ***"},
  };
  for (const auto& [text, expected] : masked) CHECK(MaskSecrets(text) == expected);
}

TEST_CASE("What stands behind the name of a secret is masked in every form of value") {
  const std::pair<const char*, const char*> masked[] = {
      {R"("cookies": {"sid": "s1x", "n": [ "s2x", 3333 ]}, "b": "c")",
       R"("cookies": {"sid": "***", "n": [ "***", *** ]}, "b": "c")"},
      {R"({\"secrets\": [\"s1x\", \"s\\\"2x\"], \"b\": 1})",
       R"({\"secrets\": [\"***\", \"***\"], \"b\": 1})"},
      {R"("token" :
          "abc")",
       R"("token" :
          "***")"},
      {"<Password>geheim</Password>", "<Password>***</Password>"},
      {"redirect=%2Fx%3Faccess_token%3Dabc&b=1", "redirect=%2Fx%3Faccess_token%3D***&b=1"},
      {"Cookie: a=\"b c\"; d=e\r\nHost: h", "Cookie: ***\r\nHost: h"},
      {"Ocp-Apim-Subscription-Key: 0a1b2c", "Ocp-Apim-Subscription-Key: ***"},
      {"Invalid token 'a1b2c3d4e5f6g7h8i9'", "Invalid token '***'"},
      {R"("password": "cut off here)", R"("password": "***)"},
      {R"({"a": {"passphrase": ["cut off)", R"({"a": {"passphrase": ["***)"},
  };
  for (const auto& [text, expected] : masked) CHECK(MaskSecrets(text) == expected);
}

TEST_CASE("Secrets are known by their form, too, where no name tells of them") {
  const std::pair<const char*, const char*> masked[] = {
      {"POST https://user:pass@api.example/v1?key=abc", "POST https://***@api.example/v1?key=***"},
      {"url 'ftp://anna:hemlig@host', next", "url 'ftp://***@host', next"},
      {"GET /blob?sv=1&sig=aB%2Fc%3D&se=2", "GET /blob?sv=1&sig=***&se=2"},
      {"sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-x, then", "sent ***, then"},
      {"Proxy used Basic dXNlcjpwYXNz", "Proxy used Basic ***"},
      {"BEARER abcdefghij", "BEARER ***"},
      {"jobs/eyJhbGciOiJI.eyJzdWIi", "jobs/***"},
  };
  for (const auto& [text, expected] : masked) CHECK(MaskSecrets(text) == expected);
}

TEST_CASE("Where a secret begins and ends is told in bytes of the text") {
  CHECK(FindSecrets("åä token=abc, pwd=defg") == std::vector<Span>{{11, 14}, {20, 24}});
}

TEST_CASE("What is masked is masked once") {
  const std::string text = R"({"token": "abc", "cookies": {"a": "b"}} Basic dXNlcjpwYXNz pwd=abc)";
  CHECK(MaskSecrets(MaskSecrets(text)) == MaskSecrets(text));
}

TEST_CASE("What is no secret stays") {
  for (const char* const text :
       {R"({"customerId": "51000000001", "username": "ANNA ÅBERG-1234"})",
        "2025-11-10 08:15:06,108 - INFO - Sending batch 2 (attempt 1/2) - 4 customers",
        "the bearer of bad news", "[AUTH SERVICE DOWN] Aborting batch 3", "",
        R"({"token": null, "passwordSet": true})", "{'token': None}",
        "Unexpected token: < at position 0", "Unexpected token < in JSON", "BASIC ANDERSSON-1234",
        "Basic information is missing", "mail anna@example.com, see https://example.com/a@b",
        "token 51000100001000100001 is no card", "password must be set"}) {
    CHECK(MaskSecrets(text) == text);
  }
}

}  // namespace
}  // namespace analyzer
