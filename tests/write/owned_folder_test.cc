#include "analyzer/write/owned_folder.h"

#include <catch2/catch.hpp>

#include "analyzer/base/digest.h"
#include "analyzer/base/files.h"
#include "tests/support/scratch.h"

using namespace analyzer;

namespace {

// failed_customers/retry_batches under a folder of the test's own, with a manifest that lists
// `own`.
class OwnedPlace {
 public:
  explicit OwnedPlace(const std::vector<std::string>& own) {
    manifest_.ours = true;
    manifest_.files["failed_customers/single_failures/README.md"] = {};
    for (const std::string& name : own) {
      const std::string path = "failed_customers/retry_batches/" + name;
      manifest_.files[path] = {path, Sha256("old"), ""};
      Write(name, "old");
    }
    REQUIRE(MakeFolder(scratch_ / "failed_customers").ok());
  }

  OwnedFolder Folder() const {
    return {scratch_.path(), "failed_customers", "retry_batches", Fresh(""), manifest_, false,
            nullptr};
  }
  OwnedFolder DryFolder() const {
    return {scratch_.path(), "failed_customers", "retry_batches", Fresh(""), manifest_, true,
            nullptr};
  }
  void Write(const std::string& name, const std::string& text) const {
    REQUIRE(MakeFolder(At("")).ok());
    REQUIRE(WriteNewFile(At(name), text).ok());
  }
  std::filesystem::path At(const std::string& name) const {
    return scratch_ / ("failed_customers/retry_batches/" + name);
  }
  // In the folder that is to take the place of failed_customers.
  std::filesystem::path Fresh(const std::string& name) const {
    return scratch_ / ("fresh/" + name);
  }

 private:
  Scratch scratch_;
  Manifest manifest_;
};

}  // namespace

TEST_CASE("A folder of which the manifest lists nothing is not ours, whatever is beside it") {
  const OwnedPlace place({});
  place.Write("retry_batch_00001_failed.json", "the client's");
  OwnedFolder folder = place.Folder();
  CHECK_FALSE(folder.IsOurs());
  CHECK_FALSE(folder.Check(false).ok());
  REQUIRE(folder.Check(true).ok());
  REQUIRE(folder.Begin(2).ok());
  REQUIRE(folder.Put("retry_summary.json", "ours").ok());
  REQUIRE(folder.Finish().ok());
  CHECK(std::filesystem::exists(place.Fresh("retry_batches/retry_summary.json")));
  CHECK(folder.MovesAway());
  CHECK(folder.DestinationOf("retry_batches/retry_batch_00001_failed.json") ==
        "retry_batches.before/retry_batch_00001_failed.json");
}

TEST_CASE("Ours goes where there is nothing to be written any more") {
  const OwnedPlace place({"retry_batch_00001_failed.json"});
  OwnedFolder folder = place.Folder();
  REQUIRE(folder.Check(false).ok());
  REQUIRE(folder.Begin(2).ok());
  CHECK_FALSE(folder.HasForeignFiles());
  REQUIRE(folder.Finish().ok());
  CHECK_FALSE(folder.IsUpToDate());
  CHECK_FALSE(std::filesystem::exists(place.Fresh("retry_batches")));
  CHECK(folder.DestinationOf("retry_batches/retry_batch_00001_failed.json") == std::nullopt);
}

TEST_CASE("Files of somebody else in ours stay, and keep their names") {
  const OwnedPlace place({"retry_batch_00001_failed.json"});
  place.Write("note.txt", "mine");
  OwnedFolder folder = place.Folder();
  REQUIRE(folder.Begin(2).ok());
  CHECK(folder.HasForeignFiles());
  CHECK(folder.Names("").Take("note", ".txt") == "note_2.txt");
  REQUIRE(folder.Put("retry_summary.json", "new").ok());
  REQUIRE(folder.Finish().ok());
  CHECK(folder.DestinationOf("retry_batches/note.txt") == "retry_batches/note.txt");
  CHECK(folder.DestinationOf("retry_batches/retry_batch_00001_failed.json") == std::nullopt);
}

TEST_CASE("What holds the same already is up to date") {
  const OwnedPlace place({"retry_summary.json"});
  OwnedFolder folder = place.Folder();
  REQUIRE(folder.Begin(2).ok());
  REQUIRE(folder.Put("retry_summary.json", "old").ok());
  REQUIRE(folder.Finish().ok());
  CHECK(folder.IsUpToDate());
}

TEST_CASE("A document that is written while it is built is listed like a file put as a whole") {
  const OwnedPlace place({"retry_summary.json"});
  OwnedFolder folder = place.Folder();
  REQUIRE(folder.Begin(2).ok());
  auto document = folder.Open("retry_summary.json");
  REQUIRE(document.ok());
  JsonWriter& json = document.value()->json();
  json.BeginArray();
  for (int i = 0; i < 20000; ++i) json.String("customer");
  json.EndArray();
  REQUIRE(folder.PutWhole("retry_summary.json", document.value().get()).ok());
  REQUIRE(folder.Finish().ok());
  CHECK_FALSE(folder.IsUpToDate());
  const std::string bytes = ReadFile(place.Fresh("retry_batches/retry_summary.json")).value();
  CHECK(bytes.size() ==
        20000 * std::string("  \"customer\",\n").size() + std::string("[\n]\n").size() - 1);
  REQUIRE(folder.files().size() == 1);
  CHECK(folder.files().front().sha256 == DigestOf(bytes));
}

TEST_CASE("In a dry run nothing is written, and what would be is told") {
  const OwnedPlace place({"retry_batch_00001_failed.json"});
  OwnedFolder folder = place.DryFolder();
  REQUIRE(folder.Begin(2).ok());
  REQUIRE(folder.Put("retry_batch_00001_failed.json", "new").ok());
  auto document = folder.Open("retry_summary.json");
  REQUIRE(document.ok());
  document.value()->json().BeginArray();
  document.value()->json().EndArray();
  REQUIRE(folder.PutWhole("retry_summary.json", document.value().get()).ok());
  REQUIRE(folder.Finish().ok());
  CHECK_FALSE(std::filesystem::exists(place.Fresh("retry_batches")));
  REQUIRE(folder.files().size() == 2);
  CHECK(folder.files().front().sha256 == DigestOf("new"));
}
