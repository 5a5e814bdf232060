#include "analyzer/source/file_reader.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <thread>

#include "analyzer/base/files.h"
#include "analyzer/base/memory_limit.h"
#include "tests/support/packing.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

TEST_CASE("A file is read into memory or mapped, by its size, and is the same") {
  const Scratch scratch;
  SetMemory({.bytes = 16 * 1000});
  FileReader reader;
  for (const size_t size : {0, 1, 999, 1000, 1001, 100000}) {
    const std::string text = std::string(size, 'x') + (size > 0 ? "\n" : "");
    REQUIRE(WriteNewFile(scratch / std::to_string(size), text).ok());
    const auto content = reader.Read(scratch / std::to_string(size));
    REQUIRE(content.ok());
    CHECK(content.value().bytes.view() == text);
    CHECK((content.value().map != nullptr) == (text.size() > 1000));
    CHECK_FALSE(content.value().archive);
  }
  SetMemory({});
}

TEST_CASE("An archive is told by its bytes, not by its name") {
  const Scratch scratch;
  FileReader reader;
  REQUIRE(WriteNewFile(scratch / "a.json", Compress("zstd", "{}")).ok());
  REQUIRE(WriteNewFile(scratch / "a.zip", "{\"data\": []}").ok());
  REQUIRE(WriteNewFile(scratch / "notes", "BZh is how bzip2 files begin").ok());
  CHECK(reader.Read(scratch / "a.json").value().archive);
  CHECK_FALSE(reader.Read(scratch / "a.zip").value().archive);
  CHECK_FALSE(reader.Read(scratch / "notes").value().archive);
  CHECK_FALSE(reader.Read(scratch / "gone").ok());
}

TEST_CASE("A pipe is read to its end") {
  const Scratch scratch;
  const std::filesystem::path path = scratch / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::string text;
  for (int i = 0; i < 100000; ++i) text += std::to_string(i);
  SetMemory({.bytes = 16 * 1000});
  std::thread writer([&] { std::ofstream(path) << text; });
  FileReader reader;
  const auto content = reader.Read(path);
  writer.join();
  SetMemory({});
  REQUIRE(content.ok());
  CHECK(content.value().bytes.view() == text);
}

TEST_CASE("Whether a large file lost bytes while it was read is told") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "log", std::string(100000, 'x')).ok());
  SetMemory({.bytes = 16 * 1000});
  FileReader reader;
  const auto content = reader.Read(scratch / "log");
  SetMemory({});
  REQUIRE(content.ok());
  std::filesystem::resize_file(scratch / "log", 10);
  CHECK_FALSE(content.value().BecameShorter());
  CHECK(content.value().bytes.view().back() == '\0');
  CHECK(content.value().BecameShorter());
}

}  // namespace
}  // namespace analyzer
