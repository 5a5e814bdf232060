#include "analyzer/base/mapped_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

std::shared_ptr<MappedFile> Map(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  auto map = MappedFile::Map(descriptor, std::filesystem::file_size(path));
  ::close(descriptor);
  REQUIRE(map.ok());
  return map.value();
}

TEST_CASE("A mapped file shows its bytes, and zeros behind them for a parser to read") {
  const Scratch scratch;
  for (const size_t size : {1, 100, 4095, 4096, 8192 - 64, 8192}) {
    REQUIRE(WriteNewFile(scratch / std::to_string(size), std::string(size, 'x')).ok());
    const auto map = Map(scratch / std::to_string(size));
    CHECK(map->bytes() == std::string(size, 'x'));
    CHECK(std::string(map->bytes().data() + size, kPadding) == std::string(kPadding, '\0'));
    CHECK_FALSE(map->BecameShorter());
  }
}

TEST_CASE("A file that becomes shorter while it is mapped has zeros, and that is told") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "log", std::string(100000, 'x')).ok());
  REQUIRE(WriteNewFile(scratch / "other", std::string(100000, 'y')).ok());
  const auto map = Map(scratch / "log");
  const auto other = Map(scratch / "other");
  CHECK(map->bytes()[50000] == 'x');
  std::filesystem::resize_file(scratch / "log", 5000);
  CHECK(map->bytes()[4999] == 'x');
  CHECK_FALSE(map->BecameShorter());
  CHECK(map->bytes()[50000] == '\0');
  CHECK(map->BecameShorter());
  CHECK(map->bytes().substr(8192) == std::string(100000 - 8192, '\0'));
  CHECK(map->bytes()[4999] == 'x');
  CHECK(other->bytes().back() == 'y');
  CHECK_FALSE(other->BecameShorter());
}

TEST_CASE("A mapped file can be gone, and its place be taken by another") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "log", std::string(100000, 'x')).ok());
  for (int i = 0; i < 10000; ++i) CHECK(Map(scratch / "log")->bytes().back() == 'x');
}

}  // namespace
}  // namespace analyzer
