#include "analyzer/base/new_folder.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;
namespace fs = std::filesystem;

namespace {

void Write(const fs::path& path, const std::string& text) {
  REQUIRE(MakeFolder(path.parent_path()).ok());
  REQUIRE(WriteNewFile(path, text).ok());
}

// What is called ours goes, all else stays where it is.
std::optional<std::string> AllButOurs(const std::string& inside) {
  return inside.find("ours") == std::string::npos ? std::optional(inside) : std::nullopt;
}

}  // namespace

TEST_CASE("A new folder comes to a place where none was") {
  const Scratch scratch;
  NewFolder folder(scratch / "place");
  REQUIRE(folder.Make().ok());
  Write(folder.path() / "ours", "new");
  REQUIRE(folder.CarryOver(AllButOurs).ok());
  CHECK_FALSE(fs::exists(scratch / "place"));
  REQUIRE(folder.Exchange().ok());
  folder.Finish();
  CHECK(ReadFile(scratch / "place/ours").value() == "new");
  CHECK_FALSE(fs::exists(folder.path()));
}

TEST_CASE("It takes the place of the old one, with what is somebody else's in there") {
  const Scratch scratch;
  Write(scratch / "place/ours", "old");
  Write(scratch / "place/deep/ours_too", "old");
  Write(scratch / "place/deep/note", "mine");
  fs::create_symlink("note", scratch / "place/deep/link");
  REQUIRE(MakeFolder(scratch / "place/empty").ok());
  ::chmod((scratch / "place/deep").c_str(), 0750);
  struct stat before {};
  REQUIRE(::stat((scratch / "place/deep/note").c_str(), &before) == 0);

  NewFolder folder(scratch / "place");
  REQUIRE(folder.Make().ok());
  Write(folder.path() / "ours", "new");
  REQUIRE(folder.CarryOver(AllButOurs).ok());
  CHECK(ReadFile(scratch / "place/ours").value() == "old");
  Write(scratch / "place/late", "somebody works there");
  REQUIRE(folder.Exchange().ok());
  folder.Finish();

  CHECK(ReadFile(scratch / "place/ours").value() == "new");
  CHECK_FALSE(fs::exists(scratch / "place/deep/ours_too"));
  struct stat after {};
  REQUIRE(::stat((scratch / "place/deep/note").c_str(), &after) == 0);
  CHECK(before.st_ino == after.st_ino);
  CHECK(fs::is_symlink(scratch / "place/deep/link"));
  CHECK(fs::is_directory(scratch / "place/empty"));
  CHECK((fs::status(scratch / "place/deep").permissions() & fs::perms::all) == fs::perms(0750));
  CHECK(ReadFile(scratch / "place/late").value() == "somebody works there");
  CHECK_FALSE(fs::exists(folder.path()));
}

TEST_CASE("A new folder that is not put in its place goes, and the old one is as it was") {
  const Scratch scratch;
  Write(scratch / "place/ours", "old");
  {
    NewFolder folder(scratch / "place");
    REQUIRE(folder.Make().ok());
    Write(folder.path() / "ours", "new");
    CHECK(fs::exists(folder.path() / "ours"));
  }
  CHECK(ReadFile(scratch / "place/ours").value() == "old");
  CHECK(std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("An exchange can be taken back") {
  const Scratch scratch;
  const bool was_there = GENERATE(true, false);
  if (was_there) Write(scratch / "place/ours", "old");
  {
    NewFolder folder(scratch / "place");
    REQUIRE(folder.Make().ok());
    Write(folder.path() / "ours", "new");
    REQUIRE(folder.CarryOver(AllButOurs).ok());
    REQUIRE(folder.Exchange().ok());
    CHECK(folder.Undo());
  }
  CHECK(fs::exists(scratch / "place") == was_there);
  if (was_there) CHECK(ReadFile(scratch / "place/ours").value() == "old");
  CHECK(std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator()) ==
        static_cast<int>(was_there));
}

TEST_CASE("What a killed run left of it is put in order") {
  const Scratch scratch;
  NewFolder folder(scratch / "place");
  const fs::path aside = folder.path().string() + ".old";
  SECTION("not finished") {
    Write(scratch / "place/ours", "old");
    Write(folder.path() / "ours", "half");
  }
  SECTION("between two renames") {
    Write(aside / "ours", "old");
    Write(folder.path() / "ours", "new");
  }
  SECTION("after two renames") {
    Write(scratch / "place/ours", "old");
    Write(aside / "ours", "older");
  }
  REQUIRE(folder.Repair().ok());
  CHECK(ReadFile(scratch / "place/ours").value() == "old");
  CHECK_FALSE(fs::exists(folder.path()));
  CHECK_FALSE(fs::exists(aside));
}

TEST_CASE("A link to a folder stays, and leads to the new one") {
  const Scratch scratch;
  Write(scratch / "elsewhere/ours", "old");
  fs::create_directory_symlink("elsewhere", scratch / "place");
  NewFolder folder(scratch / "place");
  REQUIRE(folder.Make().ok());
  Write(folder.path() / "ours", "new");
  REQUIRE(folder.CarryOver(AllButOurs).ok());
  REQUIRE(folder.Exchange().ok());
  folder.Finish();
  CHECK(fs::is_symlink(scratch / "place"));
  CHECK(ReadFile(scratch / "elsewhere/ours").value() == "new");
}
