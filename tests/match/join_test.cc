#include "analyzer/match/join.h"

#include <catch2/catch.hpp>

#include "analyzer/match/path_match.h"

using namespace analyzer;

TEST_CASE("A user name has a name, and may have a date and a personal number") {
  CHECK(SplitUsername("EVA LIND-1234").name == "eva lind");
  CHECK(SplitUsername("MAY-BRITT-ÖBERG-1234").name == "may-britt-öberg");
  const auto full = SplitUsername("ÅKE AF UGGLAS-19540818-3256");
  CHECK(full.name == "åke af ugglas");
  CHECK(full.date == "19540818");
  CHECK(full.personal_number == "195408183256");
  CHECK(SplitUsername("EVA LIND-540818-3256").personal_number == "5408183256");
  CHECK(SplitUsername("eva@example.org").name == "eva@example.org");
}

TEST_CASE("Paths of a log are compared from their ends, whatever their slashes") {
  const auto tail = [](const char* a, const char* b) {
    return CommonTail(PathParts(a), PathParts(b));
  };
  CHECK(tail("C:\\import\\batches\\a.json", "import/batches/a.json") == 3);
  CHECK(tail("./batches/a.json", "old/batches/a.json") == 2);
  CHECK(tail("batches/a.json", "batches/b.json") == 0);
  CHECK(tail("batches/ba.json", "a.json") == 0);
}
