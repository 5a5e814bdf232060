#include "analyzer/cli/bytes_text.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Bytes are told in the unit that fits") {
  CHECK(BytesText(0) == "0 B");
  CHECK(BytesText(999) == "999 B");
  CHECK(BytesText(1000) == "1.0 kB");
  CHECK(BytesText(9'940'000) == "9.9 MB");
  CHECK(BytesText(9'960'000) == "10 MB");
  CHECK(BytesText(2'600'000'000) == "2.6 GB");
  CHECK(BytesText(3e15) == "3000 TB");
}
