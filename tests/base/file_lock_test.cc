#include "analyzer/base/file_lock.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;

TEST_CASE("A folder is one run's for as long as the lock lives") {
  const Scratch scratch;
  {
    const auto first = FileLock::Take(scratch.path());
    REQUIRE(first.ok());
    const auto second = FileLock::Take(scratch.path());
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().message == "another run of this program is at work on " +
                                        scratch.path().string() +
                                        "; wait until it is done, or name another place");
  }
  CHECK(FileLock::Take(scratch.path()).ok());
  CHECK_FALSE(FileLock::Take(scratch / "missing").ok());
}

TEST_CASE("What a killed run left is emptied, what one at work has is not") {
  const Scratch scratch;
  const auto work = scratch / "it.new";
  REQUIRE(WriteNewFile(work, "left over").ok());
  auto lock = FileLock::TakeNew(work, scratch / "it");
  REQUIRE(lock.ok());
  CHECK(std::filesystem::file_size(work) == 0);
  const auto other = FileLock::TakeNew(work, scratch / "it");
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().message.find("at work on " + (scratch / "it").string() + ";") !=
        std::string::npos);
}

TEST_CASE("A file that was put elsewhere leaves its place to the next run") {
  const Scratch scratch;
  const auto work = scratch / "it.new";
  const auto first = FileLock::TakeNew(work, scratch / "it");
  REQUIRE(first.ok());
  REQUIRE(Rename(work, scratch / "it").ok());
  CHECK(FileLock::TakeNew(work, scratch / "it").ok());
}
