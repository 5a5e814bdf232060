#include "analyzer/write/put_files.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/little_memory.h"

using namespace analyzer;

TEST_CASE("Files that are more than memory holds come out as they were put in, and by name") {
  const LittleMemory little;
  PutFiles files;
  for (int64_t i = 2999; i >= 0; --i) {
    const std::string name = "CONFLICT/customer_" + std::to_string(100000 + i) + ".json";
    if (i % 2 == 0) {
      files.Add({name, DigestOf(name)});
    } else {
      files.Add({name, DigestOf(name), OriginalSpan{i, 10, 20, 3}});
    }
  }
  REQUIRE(files.size() == 3000);
  CHECK(files[0].name == "CONFLICT/customer_102999.json");
  CHECK(files[0].source->file == 2999);
  CHECK(files[0].source->byte_end == 20);
  CHECK(files[0].source->position == 3);
  CHECK_FALSE(files[1].source.has_value());
  int64_t next = 100000;
  files.ForEachByName([&](const PutFile& file) {
    REQUIRE(file.name == "CONFLICT/customer_" + std::to_string(next++) + ".json");
    REQUIRE(file.sha256 == DigestOf(file.name));
  });
  CHECK(next == 103000);
}
