#include "analyzer/write/changes.h"

#include <catch2/catch.hpp>

#include "analyzer/base/digest.h"
#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;

namespace {

ManifestEntry Entry(const std::string& path, const std::string& bytes) {
  return {path, Sha256(bytes), ""};
}

}  // namespace

TEST_CASE("A file is new, replaced, removed, or as it was") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "base/tree").ok());
  for (const char* const name : {"same", "other", "ours", "foreign"})
    REQUIRE(WriteNewFile(scratch / "base/tree" / name, "before").ok());
  Manifest before;
  for (const char* const path : {"base/tree/same", "base/tree/ours", "base/tree/gone"})
    before.files[path] = Entry(path, "before");
  Changes changes;
  AddChanges(scratch.path(), before,
             {Entry("base/tree/same", "before"), Entry("base/tree/other", "after"),
              Entry("base/tree/new", "after")},
             {}, &changes);
  CHECK(changes.fresh == std::vector<std::string>{"base/tree/new"});
  CHECK(changes.replaced == std::vector<std::string>{"base/tree/other"});
  CHECK(changes.removed == std::vector<std::string>{"base/tree/ours"});
  CHECK(changes.unchanged == 1);
}

TEST_CASE("What makes way is not replaced") {
  const Scratch scratch;
  REQUIRE(MakeFolder(scratch / "base/tree").ok());
  REQUIRE(WriteNewFile(scratch / "base/tree/a", "somebody's").ok());
  Changes changes;
  AddChanges(scratch.path(), {}, {Entry("base/tree/a", "ours")}, {"base/tree/"}, &changes);
  CHECK(changes.fresh == std::vector<std::string>{"base/tree/a"});
  CHECK(changes.moved == std::vector<std::string>{"base/tree to base/tree.before"});
  CHECK(changes.replaced.empty());
}
