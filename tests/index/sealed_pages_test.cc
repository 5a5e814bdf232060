#include "analyzer/index/sealed_pages.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <stdexcept>
#include <string>

#include "analyzer/base/files.h"
#include "analyzer/index/database.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

constexpr char kCount[] = "SELECT count(*) FROM word WHERE length(text) = 1000";

// A database of many pages, some of them free.
std::filesystem::path MakeDatabase(const std::filesystem::path& path) {
  auto database = Database::Open(path);
  database.value().Execute(
      "PRAGMA journal_mode = OFF; BEGIN; CREATE TABLE word (text TEXT); CREATE TABLE gone (x);"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
      " INSERT INTO word SELECT hex(zeroblob(500)) FROM n;"
      "INSERT INTO gone SELECT zeroblob(100000) FROM word; DROP TABLE gone; COMMIT");
  return path;
}

void Change(const std::filesystem::path& path, int64_t at, char byte) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at);
  file.put(byte);
}

TEST_CASE("A sealed database is read as any other, and copied whole") {
  const Scratch scratch;
  auto database = Database::OpenToRead(MakeDatabase(scratch / "a.sqlite"));
  CHECK(database.value().Number(kCount) == 500);
  CHECK(database.value().Number("SELECT count(*) FROM pragma_integrity_check WHERE "
                                "integrity_check = 'ok'") == 1);
  auto copy = Database::OpenTemporary();
  copy.value().CopyFrom(database.value());
  CHECK(copy.value().Number(kCount) == 500);
}

TEST_CASE("A byte that changed in a page is noticed, and the page and file are named") {
  const Scratch scratch;
  const auto path = MakeDatabase(scratch / "a.sqlite");
  constexpr int64_t kInTheTable = 20 * int64_t{kPageBytes} + 3000;
  Change(path, kInTheTable, 'x');
  auto database = Database::OpenToRead(path);
  CHECK_THROWS_WITH(database.value().Number(kCount),
                    Catch::Contains("page 21 of " + path.string() + " is not as it was written"));
}

TEST_CASE("A page in the place of another is noticed, as is one of zeros") {
  const Scratch scratch;
  const auto path = MakeDatabase(scratch / "a.sqlite");
  const std::string whole = ReadFile(path).value();
  for (const std::string& page :
       {whole.substr(30 * kPageBytes, kPageBytes), std::string(kPageBytes, '\0')}) {
    std::string changed = whole;
    REQUIRE(WriteFileAtomically(path, changed.replace(20 * kPageBytes, kPageBytes, page)).ok());
    auto database = Database::OpenToRead(path);
    CHECK_THROWS_AS(database.value().Number(kCount), std::runtime_error);
  }
}

}  // namespace
}  // namespace analyzer
