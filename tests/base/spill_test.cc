#include "analyzer/base/spill.h"

#include <stdlib.h>
#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

// TMPDIR, as long as this lives.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& folder) {
    ::setenv("TMPDIR", folder.c_str(), 1);
  }
  ~TemporaryFolder() { ::unsetenv("TMPDIR"); }
};

TEST_CASE("Elements are the same in memory and in a file") {
  for (const size_t most : {size_t{0}, size_t{64}, size_t{1000}, size_t{1} << 20}) {
    Spill<int64_t> spill(most);
    std::vector<int64_t> expected(5000);
    std::iota(expected.begin(), expected.end(), 7);
    for (size_t i = 0; i < 4000; ++i) {
      spill.push_back(expected[i]);
      CHECK(spill.back() == expected[i]);
      // Asking for them does not keep more from coming.
      if (i % 1000 == 0) CHECK(spill[i] == expected[i]);
    }
    spill.append(expected.data() + 4000, 1000);
    CHECK(std::vector<int64_t>(spill.begin(), spill.end()) == expected);
    CHECK(spill.back() == expected.back());
  }
}

TEST_CASE("What was appended last can be taken back") {
  for (const size_t most : {size_t{0}, size_t{64}, size_t{1} << 20}) {
    Spill<int64_t> spill(most);
    for (int64_t i = 0; i < 100; ++i) spill.push_back(i);
    CHECK(spill[99] == 99);
    spill.shrink(97);
    CHECK(spill.back() == 96);
    spill.shrink(50);
    CHECK(spill.size() == 50);
    spill.push_back(7);
    CHECK(spill[49] == 49);
    CHECK(spill.back() == 7);
    spill.shrink(0);
    CHECK(spill.empty());
  }
}

TEST_CASE("Bytes live on without what gathered them") {
  for (const size_t most : {size_t{10}, size_t{1} << 20}) {
    Bytes bytes;
    {
      Spill<char> spill(most);
      for (int i = 0; i < 1000; ++i) spill.append("0123456789", 10);
      bytes = std::move(spill).TakeBytes();
    }
    CHECK(bytes.size() == 10000);
    CHECK(bytes.view().substr(9985) == "567890123456789");
  }
}

TEST_CASE("A file for what does not fit in memory has no name") {
  const Scratch scratch;
  const TemporaryFolder folder(scratch / "");
  Spill<char> spill(10);
  spill.append("what a person's data is", 23);
  CHECK(std::filesystem::is_empty(scratch / ""));
}

TEST_CASE("Where it cannot be made or filled, the error names the folder and the way out") {
  const Scratch scratch;
  {
    const TemporaryFolder folder(scratch / "gone");
    Spill<char> spill(10);
    CHECK_THROWS_WITH(spill.append("longer than that", 16),
                      Catch::Contains("gone") && Catch::Contains("TMPDIR"));
  }
  REQUIRE(MakeFolder(scratch / "small").ok());
  const std::filesystem::path small = scratch / "small";
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=64k") != 0) return;  // not allowed here
  {
    const TemporaryFolder folder(small);
    Spill<char> spill(10);
    const std::string much(200000, 'x');
    CHECK_THROWS_WITH(spill.append(much.data(), much.size()), Catch::Contains("No space left") &&
                                                                  Catch::Contains(small.string()) &&
                                                                  Catch::Contains("TMPDIR"));
  }
  ::umount(small.c_str());
}

}  // namespace
}  // namespace analyzer
