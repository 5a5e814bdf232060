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

TEST_CASE("Beside a manifest that cannot be read nothing is taken that may be this program's own") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "import/single_failures/ERROR").ok());
  REQUIRE(WriteNewFile(scratch / "import/single_failures/ERROR/anna.json", "{}").ok());
  REQUIRE(WriteNewFile(scratch / "import/a.json", "{}").ok());
  // A regular file whose read fails, for root as well.
  std::filesystem::create_symlink("/proc/self/mem", scratch / "import/manifest.json");
  std::vector<std::string> problems;
  const auto found = FindFiles({scratch / "import"}, {}, {}, false, &problems);
  REQUIRE(found.ok());
  REQUIRE(found.value().size() == 1);
  CHECK(found.value()[0].shown() == "import/a.json");
  const std::string manifest = std::filesystem::canonical(scratch / "import") / "manifest.json";
  CHECK(problems ==
        std::vector<std::string>{"what this program may have written in import was left "
                                 "out: cannot read " +
                                 manifest + ": Input/output error"});

  const std::string inside = scratch / "import/single_failures/ERROR";
  const auto named = FindFiles({inside}, {}, {}, false, &problems);
  REQUIRE_FALSE(named.ok());
  CHECK(named.error().message ==
        inside + " may have been written by this program, which is never a source: cannot read " +
            manifest + ": Input/output error");
}
