#include "analyzer/index/identity_parts.h"

#include <catch2/catch.hpp>
#include <string>

namespace analyzer {
namespace {

std::string Card(int64_t number) { return std::to_string(91000000000 + number); }

TEST_CASE("what is gathered is one run, and found, however it came") {
  auto database = Database::OpenTemporary();
  REQUIRE(database.ok());
  database.value().Execute(
      "CREATE TABLE identity_page (id INTEGER PRIMARY KEY, run INTEGER, first INTEGER,"
      " entries BLOB)");
  IdentityPageWriter writer(&database.value());
  IdentityParts parts;
  constexpr int64_t kMany = 1'200'000;  // more than are written at once
  for (int64_t i = kMany; i > 0; --i) parts.Add(IdentityHash(IdentityKind::kCard, Card(i)), i);
  parts.WriteTo(&writer);
  CHECK(database.value().Number("SELECT count(DISTINCT run) FROM identity_page") == 1);
  IdentityPages pages(&database.value());
  for (int64_t i = 1; i <= kMany; i += 9973)
    CHECK(pages.Find(IdentityKind::kCard, Card(i)) == std::vector<int64_t>{i});

  // What comes later is a run of its own.
  parts.Add(IdentityHash(IdentityKind::kCard, Card(1)), 7);
  parts.WriteTo(&writer);
  CHECK(database.value().Number("SELECT count(DISTINCT run) FROM identity_page") == 2);
  CHECK(IdentityPages(&database.value()).Find(IdentityKind::kCard, Card(1)) ==
        std::vector<int64_t>{1, 7});
}

}  // namespace
}  // namespace analyzer
