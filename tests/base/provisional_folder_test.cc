#include "analyzer/base/provisional_folder.h"

#include <catch2/catch.hpp>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;

TEST_CASE("Folders that were made and stayed empty go again, and only those") {
  const Scratch scratch;
  {
    const auto folder = ProvisionalFolder::Make(scratch / "a/b/c/");
    REQUIRE(folder.ok());
    CHECK(std::filesystem::is_directory(scratch / "a/b/c"));
  }
  CHECK_FALSE(std::filesystem::exists(scratch / "a"));
  CHECK(std::filesystem::exists(scratch.path()));
}

TEST_CASE("A folder that was there before stays, and one into which something came") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "before").ok());
  {
    const auto before = ProvisionalFolder::Make(scratch / "before");
    REQUIRE(before.ok());
    const auto used = ProvisionalFolder::Make(scratch / "new/used");
    REQUIRE(used.ok());
    REQUIRE(WriteNewFile(scratch / "new/used/file", "").ok());
  }
  CHECK(std::filesystem::exists(scratch / "before"));
  CHECK(std::filesystem::exists(scratch / "new/used/file"));
}

TEST_CASE("Of a folder that cannot be made nothing is left") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "file", "").ok());
  CHECK_FALSE(ProvisionalFolder::Make(scratch / "file/inside").ok());
}
