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

TEST_CASE("What is no secret stays") {
  for (const char* const text :
       {R"({"customerId": "51000000001", "username": "ANNA ÅBERG-1234"})",
        "2025-11-10 08:15:06,108 - INFO - Sending batch 2 (attempt 1/2) - 4 customers",
        "the bearer of bad news", "[AUTH SERVICE DOWN] Aborting batch 3", ""}) {
    CHECK(MaskSecrets(text) == text);
  }
}

}  // namespace
}  // namespace analyzer
