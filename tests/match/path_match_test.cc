#include "analyzer/match/path_match.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Paths of a log are compared from their ends, whatever their slashes") {
  const auto tail = [](const char* a, const char* b) {
    return CommonTail(PathParts(a), PathParts(b));
  };
  CHECK(tail("C:\\import\\batches\\a.json", "import/batches/a.json") == 3);
  CHECK(tail("./batches/a.json", "old/batches/a.json") == 2);
  CHECK(tail("batches/a.json", "batches/b.json") == 0);
  CHECK(tail("batches/ba.json", "a.json") == 0);
}
