#include "analyzer/source/zstd_block.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <string>

using namespace analyzer;

namespace {

// The most memory that the process had so far, in MB.
long MostMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace

TEST_CASE("A block gives back the bytes that were put into it") {
  CHECK(DecompressBlock(CompressBlock("")) == "");
  CHECK(DecompressBlock(CompressBlock("61000000001")) == "61000000001");
  // No bytes become smaller than these.
  const std::string same(size_t{8} << 20, 'a');
  CHECK(DecompressBlock(CompressBlock(same)) == same);
}

TEST_CASE("What is no block gives nothing") {
  const std::string block = CompressBlock(std::string(5000, 'a') + "b");
  CHECK_FALSE(DecompressBlock(""));
  CHECK_FALSE(DecompressBlock("no block"));
  CHECK_FALSE(DecompressBlock(block.substr(0, block.size() - 1)));
}

TEST_CASE("A block that claims gigabytes does not get them") {
  using namespace std::string_view_literals;
  const long before = MostMegabytes();
  CHECK_FALSE(DecompressBlock("\x28\xB5\x2F\xFD\x85\x96\0\xFF\xFF\xFF\x7F\x29\0\0\x41\0\0"sv));
  CHECK(MostMegabytes() < before + 100);
}
