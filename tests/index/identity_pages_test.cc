#include "analyzer/index/identity_pages.h"

#include <catch2/catch.hpp>
#include <stdexcept>

namespace analyzer {
namespace {

TEST_CASE("the largest id is kept, a larger one is refused") {
  auto database = Database::OpenTemporary();
  REQUIRE(database.ok());
  database.value().Execute(
      "CREATE TABLE identity_page (id INTEGER PRIMARY KEY, run INTEGER, first INTEGER,"
      " entries BLOB)");
  constexpr int64_t kLargest = (int64_t{1} << 32) - 1;
  const uint64_t hash = IdentityHash(IdentityKind::kCard, "9100");
  IdentityPageWriter writer(&database.value());
  writer.Add(hash, kLargest);
  CHECK_THROWS_AS(writer.Add(hash, kLargest + 1), std::runtime_error);
  writer.Flush();
  IdentityPages pages(&database.value());
  CHECK(pages.Find(IdentityKind::kCard, "9100") == std::vector<int64_t>{kLargest});
  CHECK(pages.Find(IdentityKind::kEmail, "9100").empty());
}

}  // namespace
}  // namespace analyzer
