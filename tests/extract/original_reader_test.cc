#include "analyzer/extract/original_reader.h"

#include <catch2/catch.hpp>

#include "analyzer/source/text.h"

using namespace analyzer;

namespace {

std::optional<Original> ReadOne(std::string text) {
  text.reserve(text.size() + kPadding);
  JsonReader reader;
  JsonFields fields;
  if (!reader.ReadObject(text, &fields) || !IsOriginal(fields)) return std::nullopt;
  return ReadOriginal(text, fields, &reader);
}

bool Has(const Original& original, IdentityKind kind, const std::string& value) {
  for (const Identity& identity : original.identities) {
    if (identity.kind == kind && identity.value == value) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("All that identifies a customer is found") {
  const auto original = ReadOne(R"({"changeType": "create", "type": "PERSON", "person": {
      "customerId": 51000100000, "firstName": "ÅKE", "lastName": "LIND", "birthday": "1954-08-18",
      "personalNumber": "19540818-3256",
      "customerCards": [{"number": "51003100000"}, {"cardNumber": "51007100000"}],
      "emails": [{"email": "User@Example.org"}]}})");
  REQUIRE(original);
  CHECK(original->id == "51000100000");
  CHECK(original->change_type == "CREATE");
  CHECK(Has(*original, IdentityKind::kCard, "51003100000"));
  CHECK(Has(*original, IdentityKind::kCard, "51007100000"));
  CHECK(Has(*original, IdentityKind::kEmail, "user@example.org"));
  CHECK(Has(*original, IdentityKind::kName, "åke lind"));
  CHECK(Has(*original, IdentityKind::kName, "åke-lind"));
  CHECK(Has(*original, IdentityKind::kPersonalNumber, "195408183256"));
  CHECK(Has(*original, IdentityKind::kPersonalNumberTail, "5408183256"));
}

TEST_CASE("Flat customers, organizations and households are originals; results are none") {
  CHECK(ReadOne(R"({"changeType": "CREATE", "type": "PERSON", "customerId": "1"})"));
  CHECK(ReadOne(R"({"changeType": "CREATE", "firstName": "EVA"})"));
  CHECK(ReadOne(R"({"changeType": "CREATE", "type": "ORGANIZATION", "organization": {}})"));
  CHECK(ReadOne(R"({"changeType": "CREATE", "householdId": "7", "memberIds": []})")->household);
  CHECK_FALSE(ReadOne(R"({"changeType": "CREATE", "customerId": "1", "username": "EVA"})"));
  CHECK_FALSE(ReadOne(R"({"changeType": "CREATE", "type": "PERSON", "result": "FAILED"})"));
}

TEST_CASE("Equal values have one version, whatever the way of writing them") {
  const auto hash = ValueHash(R"({"a": "Ö", "b": [1, {"c": null}]})");
  CHECK(hash == ValueHash("{\"b\":[1,{\"c\":null}],\"a\":\"\\u00d6\"}"));
  CHECK(hash != ValueHash(R"({"a": "O", "b": [1, {"c": null}]})"));
  CHECK(hash != ValueHash(R"({"a": "Ö", "b": [{"c": null}, 1]})"));
  CHECK(ValueHash("{\"a\": 1}") != ValueHash("{\"a\": \"1\"}"));
  CHECK(ValueHash("{\"a\": 1}") != ValueHash("{\"a\": 1.0}"));
  CHECK(ValueHash("[[1], 2]") != ValueHash("[[1, 2]]"));
  CHECK(ValueHash("{\"a\": {}}") != ValueHash("{\"a\": []}"));
}
