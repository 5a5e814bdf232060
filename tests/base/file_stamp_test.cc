#include "analyzer/base/file_stamp.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

constexpr int64_t kMillisecond = 1'000'000;
constexpr int64_t kSecond = 1000 * kMillisecond;

TEST_CASE("a stamp is settled once a later change must bear another time") {
  const FileStamp fine{10, 0, 1000 * kSecond + 5 * kMillisecond};
  CHECK_FALSE(IsSettled(fine, fine.changed));
  CHECK_FALSE(IsSettled(fine, fine.changed + 10 * kMillisecond));
  CHECK(IsSettled(fine, fine.changed + 100 * kMillisecond));
  CHECK_FALSE(IsSettled(fine, fine.changed - kSecond));
}

TEST_CASE("where stamps have whole seconds, that takes longer") {
  const FileStamp coarse{10, 0, 1000 * kSecond};
  CHECK_FALSE(IsSettled(coarse, coarse.changed + 100 * kMillisecond));
  CHECK_FALSE(IsSettled(coarse, coarse.changed + 2 * kSecond));
  CHECK(IsSettled(coarse, coarse.changed + 3 * kSecond));
}

TEST_CASE("no time that is set by hand hides a change") {
  const Scratch scratch;
  const auto path = scratch / "file";
  REQUIRE(WriteFileAtomically(path, "one").ok());
  const FileStamp before = StampOf(path).value();
  const auto time = std::filesystem::last_write_time(path);
  while (Now() < before.changed + 30 * kMillisecond) {
  }
  REQUIRE(WriteFileAtomically(path, "two").ok());
  std::filesystem::last_write_time(path, time);
  const FileStamp after = StampOf(path).value();
  CHECK(after.bytes == before.bytes);
  CHECK(after.modified == before.modified);
  CHECK(after.changed != before.changed);
  std::filesystem::remove(path);
  CHECK_FALSE(StampOf(path).has_value());
}

TEST_CASE("a file has the hash of its bytes, also of the first ones alone") {
  const Scratch scratch;
  const auto path = scratch / "file";
  const std::string bytes(700'000, 'x');
  REQUIRE(WriteFileAtomically(path, bytes + "tail").ok());
  CHECK(HashOfFile(path).value() == HashOf(bytes + "tail"));
  CHECK(HashOfFile(path, 700'000).value() == HashOf(bytes));
  CHECK_FALSE(HashOfFile(path, 700'005).ok());
  std::filesystem::remove(path);
  CHECK_FALSE(HashOfFile(path).ok());
}

}  // namespace
}  // namespace analyzer
