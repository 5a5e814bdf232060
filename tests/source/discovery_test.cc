#include "analyzer/source/discovery.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;

TEST_CASE("A file that is named, and in a named folder, comes once, under its own name") {
  const Scratch scratch;
  for (const char* const name : {"import/b.json", "import/a.json", "import/more/c.json", "d.log"}) {
    const auto path = scratch / name;
    REQUIRE(MakeFolder(path.parent_path()).ok());
    REQUIRE(WriteNewFile(path, "{}").ok());
  }
  std::vector<std::string> problems;
  const auto found =
      FindFiles({scratch / "import", scratch / "import/b.json", scratch / "d.log", "-"}, {}, {},
                false, &problems);
  REQUIRE(found.ok());
  std::vector<std::string> shown;
  for (const FoundFile& file : found.value()) {
    shown.push_back((file.named ? "named " : "") + file.shown());
    if (file.IsStandardInput()) continue;
    CHECK(file.stamp.bytes == 2);
    CHECK(FilesByPath(&found.value()).Find(file.path()) == shown.size() - 1);
  }
  CHECK(shown == std::vector<std::string>{"named -", "named d.log", "import/a.json",
                                          "named import/b.json", "import/more/c.json"});
  CHECK(found.value()[4].path() == (scratch / "import/more/c.json").native());
  CHECK_FALSE(FilesByPath(&found.value()).Find(scratch / "import/none.json").has_value());
  CHECK(problems.empty());
}
