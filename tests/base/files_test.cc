#include "analyzer/base/files.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <iterator>

#include "analyzer/base/digest.h"
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

TEST_CASE("SHA-256 is that of FIPS 180-4") {
  CHECK(Sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("Writing follows no link and takes over no permissions") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "precious", "old").ok());
  fs::create_symlink(scratch / "precious", scratch / "f.tmp");
  fs::create_symlink(scratch / "precious", scratch / "f");
  REQUIRE(WriteFileAtomically(scratch / "f", "new").ok());
  CHECK(ReadFile(scratch / "precious").value() == "old");
  CHECK_FALSE(fs::is_symlink(scratch / "f"));

  REQUIRE(WriteNewFile(scratch / "g.tmp", "left by somebody").ok());
  fs::permissions(scratch / "g.tmp", fs::perms(0644));
  REQUIRE(WriteFileAtomically(scratch / "g", "new").ok());
  CHECK((fs::status(scratch / "g").permissions() & fs::perms(0077)) == fs::perms::none);
}

TEST_CASE("A write that fails leaves what was there, and no temporary") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "f/full").ok());
  const Status status = WriteFileAtomically(scratch / "f", "new");
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find((scratch / "f").string()) != std::string::npos);
  CHECK(fs::exists(scratch / "f/full"));
  CHECK(std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("A name as long as the file system allows can be written") {
  const Scratch scratch;
  CHECK(WriteFileAtomically(scratch / std::string(255, 'n'), "x").ok());
}

TEST_CASE("Reading takes little more memory than the file has bytes") {
  const Scratch scratch;
  const size_t size = (size_t{3} << 20) + 1;
  REQUIRE(WriteNewFile(scratch / "big", std::string(size, 'x')).ok());
  const auto big = ReadFile(scratch / "big");
  CHECK(big.value() == std::string(size, 'x'));
  CHECK(big.value().capacity() < size + 4096);
  REQUIRE(WriteNewFile(scratch / "empty", "").ok());
  CHECK(ReadFile(scratch / "empty").value().empty());
}

TEST_CASE("A file whose size is not told beforehand is read to its end") {
  CHECK(ReadFile("/proc/self/cmdline").value().size() > 1);
}

TEST_CASE("A folder is no file") {
  const Scratch scratch;
  CHECK(ReadFile(scratch.path()).error().message.find("Is a directory") != std::string::npos);
}

TEST_CASE("Folders are made with all above them, for nobody else to look into") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "a/b/c").ok());
  CHECK(MakeFolder(scratch / "a/b/c").ok());
  CHECK((fs::status(scratch / "a").permissions() & fs::perms(0077)) == fs::perms::none);
}

TEST_CASE("The reason that a folder cannot be made is that of making it") {
  const Scratch scratch;
  fs::create_symlink("nowhere", scratch / "link");
  const Status status = MakeFolder(scratch / "link");
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find("link: File exists") != std::string::npos);
}

TEST_CASE("A file written in pieces is there as a whole, and only once it is published") {
  const Scratch scratch;
  const std::string large(200'000, 'x');
  {
    auto file = AtomicFile::Create(scratch / "f");
    REQUIRE(file.ok());
    file.value()->Write("begin ");
    file.value()->Write(large);
    file.value()->Write(" end");
    CHECK_FALSE(fs::exists(scratch / "f"));
    REQUIRE(file.value()->Publish().ok());
  }
  CHECK(ReadFile(scratch / "f").value() == "begin " + large + " end");
  CHECK((fs::status(scratch / "f").permissions() & fs::perms(0077)) == fs::perms::none);
}

TEST_CASE("What is not published leaves nothing behind") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "f", "old").ok());
  AtomicFile::Create(scratch / "f").value()->Write("new");
  CHECK(ReadFile(scratch / "f").value() == "old");
  CHECK(std::distance(fs::directory_iterator(scratch / "."), fs::directory_iterator()) == 1);
}

TEST_CASE("A digest in Base64 is as a Content-Security-Policy takes it") {
  CHECK(Sha256Base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}
