#include "analyzer/base/left_overs.h"

#include <catch2/catch.hpp>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;

TEST_CASE("What nobody works on any more goes, and nothing else") {
  const Scratch scratch;
  const std::string names[] = {".import-analyzer-last-recover", ".import-analyzer-Ab12Cdef",
                               "import-analyzer-Ab12Cd"};
  for (const std::string& name : names) REQUIRE(WriteNewFile(scratch / name, "").ok());
  REQUIRE(WriteNewFile(scratch / ".import-analyzer-Ab12Cd", "half").ok());
  REQUIRE(MakeFolder(scratch / ".import-analyzer-folder").ok());
  auto file = AtomicFile::Create(scratch / "file");
  REQUIRE(file.ok());
  file.value()->Write("whole");
  RemoveLeftOvers(scratch.path());
  CHECK_FALSE(std::filesystem::exists(scratch / ".import-analyzer-Ab12Cd"));
  CHECK(std::filesystem::exists(scratch / ".import-analyzer-folder"));
  for (const std::string& name : names) CHECK(std::filesystem::exists(scratch / name));
  REQUIRE(file.value()->Publish().ok());
  CHECK(ReadFile(scratch / "file").value() == "whole");
}

TEST_CASE("The name of what is not whole yet is never too long") {
  CHECK(LeftOverName("bundle") == ".import-analyzer-bundle");
  CHECK(LeftOverName(std::string(255, 'x')).size() < 255);
}
