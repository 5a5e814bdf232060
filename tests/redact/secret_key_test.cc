#include "analyzer/redact/secret_key.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

TEST_CASE("a key file is made once, for its owner alone") {
  const Scratch scratch;
  const auto path = scratch.path() / "config" / "redact.key";
  const auto made = SecretKey::LoadOrMake(path);
  REQUIRE(made.ok());
  const auto again = SecretKey::LoadOrMake(path);
  REQUIRE(again.ok());
  CHECK(made.value().bytes() == again.value().bytes());
  CHECK(std::filesystem::status(path).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("two new keys differ") {
  CHECK(SecretKey::Random().value().bytes() != SecretKey::Random().value().bytes());
}

TEST_CASE("a file that is no key is an error that names it") {
  const Scratch scratch;
  const auto path = scratch.path() / "notes.txt";
  REQUIRE(WriteNewFile(path, "remember the milk\n").ok());
  const auto key = SecretKey::LoadOrMake(path);
  REQUIRE_FALSE(key.ok());
  CHECK(key.error().message.find("notes.txt is no key") != std::string::npos);
}

}  // namespace
}  // namespace analyzer
