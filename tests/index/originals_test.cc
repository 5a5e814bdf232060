#include "analyzer/index/originals.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "analyzer/extract/original_reader.h"
#include "analyzer/extract/scan_text.h"
#include "analyzer/index/findings.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

using Ids = std::vector<int64_t>;

constexpr char kBatch[] =
    R"({"data": [
{"changeType": "CREATE", "person": {"customerId": "61000000001", "firstName": "Anna",
 "lastName": "Åberg", "emails": [{"emailAddress": "anna@example.com"}]}},
{"changeType": "UPDATE", "person": {"customerId": "61000000001", "firstName": "Anna",
 "lastName": "Öberg"}},
{"changeType": "CREATE", "person": {"firstName": "Bo", "lastName": "Ek",
 "username": "BO EK-1234"}},
{"changeType": "DELETE", "person": {"firstName": "Bo", "lastName": "Ek",
 "username": "BO EK-1234"}}
]})";

// An index with the batch file `batches/a.json`; its originals have the ids 1 to 4.
class Indexed {
 public:
  Indexed() : index_(std::move(Index::CreateTemporary().value())) {
    Write(kBatch);
    const SourceText source{std::string(kBatch)};
    Findings found;
    FindingsSink sink(&source, &found);
    ScanText(source.text(), {}, &sink);
    found.file.path = "batches/a.json";
    found.file.role = "batch";
    found.file.encoding = "UTF-8";
    found.file.on_disk = path();
    index_->Add(found);
    index_->FinishLoading();
  }

  void Write(const std::string& text) const { std::ofstream(path(), std::ios::binary) << text; }
  std::filesystem::path path() const { return scratch_ / "a.json"; }
  Index* index() { return index_.get(); }

 private:
  Scratch scratch_;
  std::unique_ptr<Index> index_;
};

TEST_CASE("Originals are found by what identifies them, and by nothing else") {
  Indexed indexed;
  Originals originals(indexed.index());
  CHECK(originals.Find(IdentityKind::kCustomerId, "61000000001") == Ids{1, 2});
  CHECK(originals.Find(IdentityKind::kName, "anna åberg") == Ids{1});
  CHECK(originals.Find(IdentityKind::kUsername, "bo ek-1234") == Ids{3, 4});
  CHECK(originals.Find(IdentityKind::kUsername, "anna åberg").empty());
  CHECK(originals.Find(IdentityKind::kCustomerId, "").empty());
  CHECK(originals.FindAnyKind("bo ek") == Ids{3, 4});
}

TEST_CASE("A customer is named alike by the index and by what is read elsewhere") {
  Indexed indexed;
  Originals originals(indexed.index());
  for (const int64_t id : {1, 3, 4})
    CHECK(CustomerKey(originals.Said(id)) == originals.Row(id)->customer);
  CHECK(originals.Row(1)->customer == "customer:61000000001");
  CHECK(originals.Row(3)->customer.starts_with("customer~"));
  CHECK(originals.VersionsOf("customer:61000000001") == Ids{1, 2});
  CHECK(originals.VersionsOf(originals.Row(4)->customer) == Ids{3, 4});
  CHECK(originals.VersionsOf("customer:6100000000").empty());
}

TEST_CASE("What stands in its file now is the original only where it is the same") {
  Indexed indexed;
  std::string changed = kBatch;
  changed.replace(changed.find("Anna"), 4, "Ante");
  indexed.Write(changed);
  Originals originals(indexed.index());
  CHECK(originals.Text(1).error().message.starts_with("batches/a.json changed"));
  CHECK(originals.Said(1).first_name.empty());
  CHECK(originals.Said(2).last_name == "Öberg");
  size_t read = 0;
  CHECK_FALSE(originals.ForEach([&](const Original&) { ++read; }).ok());
  CHECK(read == 3);
}

}  // namespace
}  // namespace analyzer
