#include "analyzer/base/files.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/scratch.h"

using namespace analyzer;
namespace fs = std::filesystem;

TEST_CASE("What was written is read again, and nobody else may read it") {
  const Scratch scratch;
  const std::string bytes("a\0b", 3);
  REQUIRE(WriteFileAtomically(scratch / "f", bytes).ok());
  CHECK(ReadFile(scratch / "f").value() == bytes);
  CHECK((fs::status(scratch / "f").permissions() & fs::perms(0077)) == fs::perms::none);
}

TEST_CASE("A new file does not replace one that is there") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "f", "old").ok());
  CHECK_FALSE(WriteNewFile(scratch / "f", "new").ok());
}

TEST_CASE("An error names the file and the reason") {
  const Scratch scratch;
  const auto missing = ReadFile(scratch / "missing");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().message.find("missing: No such file or directory") != std::string::npos);
}

TEST_CASE("Folders change places as a whole") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "fresh/deep").ok());
  REQUIRE(MakeFolder(scratch / "current").ok());
  REQUIRE(WriteNewFile(scratch / "fresh/new", "1").ok());
  REQUIRE(WriteNewFile(scratch / "current/old", "2").ok());
  REQUIRE(ExchangeFolders(scratch / "fresh", scratch / "current").ok());
  CHECK(fs::exists(scratch / "current/new"));
  CHECK(fs::exists(scratch / "fresh/old"));
}

TEST_CASE("A folder comes to a place where none was") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "fresh").ok());
  REQUIRE(ExchangeFolders(scratch / "fresh", scratch / "current").ok());
  CHECK(fs::exists(scratch / "current"));
  CHECK_FALSE(fs::exists(scratch / "fresh"));
}

TEST_CASE("SHA-256 is that of FIPS 180-4") {
  CHECK(Sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
