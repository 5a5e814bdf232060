#include "analyzer/audit/importable.h"

#include <catch2/catch.hpp>

#include "analyzer/source/text.h"

using namespace analyzer;

namespace {

using Faults = std::vector<std::string>;

Faults FaultsOf(std::string json, bool household) {
  json.reserve(json.size() + kPadding);
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(json, &fields));
  return household ? FaultsOfHousehold(fields) : FaultsOfCustomer(fields, &reader);
}

const std::string kNobody = "nothing identifies it: no customerId, username or default email";

}  // namespace

TEST_CASE("what the API takes, and why not, of customers") {
  const std::vector<std::pair<std::string, Faults>> rules = {
      {R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "1"}})", {}},
      {R"({"changeType": "UPDATE", "type": "PERSON", "person": {"customerId": 1}})", {}},
      {R"({"changeType": "UPSERT", "type": "ORGANIZATION", "organization": {"username": "a"}})",
       {}},
      {R"({"changeType": "DELETE", "type": "PERSON", "customerId": "1", "firstName": "EVA"})", {}},
      {R"({"changeType": "CREATE", "type": "PERSON", "person": {"emails": [{"email": "a@b.c",
          "contactPurposeTypeCode": "DEFAULT", "contactMethodTypeCode": "HOMEEMAIL"}]}})",
       {}},
      {R"({"changeType": "CREATE", "type": "PERSON", "person": {"emails": [{"email": "a@b.c",
          "contactPurposeTypeCode": "WORK", "contactMethodTypeCode": "HOMEEMAIL"}]}})",
       {kNobody}},
      {R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": ""}})", {kNobody}},
      {R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": null}})", {kNobody}},
      {R"({"changeType": "CREATE", "type": "PERSON", "person": null})", {"person is no object"}},
      {R"({"changeType": "MERGE", "type": "PERSON", "person": {"customerId": "1"}})",
       {R"(changeType is "MERGE", not CREATE, UPDATE, UPSERT or DELETE)"}},
      {R"({"changeType": "create", "type": "PERSON", "person": {"customerId": "1"}})",
       {R"(changeType is "create", not CREATE, UPDATE, UPSERT or DELETE)"}},
      {R"({"changeType": null, "type": "DOG", "person": {"customerId": "1"}})",
       {"changeType is null, not CREATE, UPDATE, UPSERT or DELETE",
        R"(type is "DOG", not PERSON or ORGANIZATION)"}},
      {R"({"person": {"customerId": "1"}})", {"it has no changeType", "it has no type"}},
  };
  for (const auto& [json, faults] : rules) {
    INFO(json);
    CHECK(FaultsOf(json, false) == faults);
  }
}

TEST_CASE("what the API takes, and why not, of households") {
  CHECK(FaultsOf(R"({"changeType": "CREATE", "householdId": "7"})", true).empty());
  CHECK(FaultsOf(R"({"changeType": "CREATE"})", true) == Faults{"it has no householdId"});
  CHECK(FaultsOf(R"({"householdId": "7"})", true) == Faults{"it has no changeType"});
}
