#include "analyzer/audit/tree_reading.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/scratch.h"

using namespace analyzer;

namespace {

constexpr char kEva[] =
    R"({"changeType": "CREATE", "type": "PERSON", "person": {"customerId": "1", "firstName": "EVA"}})";

void WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

Tree Read(const std::filesystem::path& folder) {
  auto found = FindTree(folder.string(), false);
  REQUIRE(found.ok());
  return ReadTree(std::move(found.value()));
}

std::string Times(int count) {
  std::string items = kEva;
  for (int i = 1; i < count; ++i) items += std::string(", ") + kEva;
  return R"({"data": [)" + items + "]}";
}

}  // namespace

TEST_CASE("a tree is found from the folder above, from its own, and from single_failures") {
  const Scratch scratch;
  const std::string file = "failed_customers/single_failures/FAILED/customer_1_EVA.json";
  WriteFile(scratch / file, Times(1));
  WriteFile(scratch / "failed_customers/batches_to_retry/batch_1.json", Times(1));
  for (const char* const from : {"", "failed_customers", "failed_customers/single_failures"}) {
    const Tree tree = Read(scratch / from);
    REQUIRE(tree.claims.size() == 1);
    CHECK(tree.claims[0].id == "1");
    CHECK(tree.claims[0].named_id == "1");
    CHECK(tree.files[0].reason_folder == "FAILED");
    CHECK(tree.of_all == (*from == '\0'));
  }
  CHECK_FALSE(FindTree((scratch / "failed_customers/batches_to_retry").string(), false).ok());
}

TEST_CASE("a request holds up to a hundred items") {
  const Scratch scratch;
  WriteFile(scratch / "failed_customers/retry_batches/retry_batch_00001_failed.json", Times(100));
  CHECK(Read(scratch.path()).faults.empty());
  WriteFile(scratch / "failed_customers/retry_batches/retry_batch_00001_failed.json", Times(101));
  const Tree tree = Read(scratch.path());
  REQUIRE(tree.faults.size() == 1);
  CHECK(tree.faults[0].kind == FileFault::Kind::kNotImportable);
  CHECK(tree.claims.size() == 101);
}

TEST_CASE("the text of an item is cut from its file again") {
  const Scratch scratch;
  WriteFile(scratch / "failed_customers/single_failures/FAILED/customer_1.json",
            "\xEF\xBB\xBF" + Times(1));
  const Tree tree = Read(scratch.path());
  REQUIRE(tree.claims.size() == 1);
  CHECK(ItemText(tree, tree.claims[0]) == kEva);
}

TEST_CASE("a file that only begins as JSON is unreadable, and what is in it is known") {
  const Scratch scratch;
  WriteFile(scratch / "failed_customers/single_failures/FAILED/customer_1.json",
            Times(1) + " and more");
  const Tree tree = Read(scratch.path());
  REQUIRE(tree.faults.size() == 1);
  CHECK(tree.faults[0].kind == FileFault::Kind::kNotJson);
}
