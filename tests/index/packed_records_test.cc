#include "analyzer/index/packed_records.h"

#include <catch2/catch.hpp>
#include <vector>

namespace analyzer {
namespace {

Record Accepted(std::string id, size_t begin, size_t end) {
  Record record;
  record.customer_id = std::move(id);
  record.result = "SUCCESS";
  record.result_stated = true;
  record.change_type = "CREATE";
  record.standing = Standing::kAccepted;
  record.extractor = "json";
  record.span = {begin, end};
  return record;
}

std::vector<PackedRecord> Unpacked(std::string_view packed) {
  std::vector<PackedRecord> all;
  REQUIRE(ForEachPacked(packed, [&](const PackedRecord& one) { all.push_back(one); }));
  return all;
}

TEST_CASE("accepted records come out as they were packed") {
  RecordPacker packer;
  Record first = Accepted("51000000001", 100, 180);
  first.username = "BJÖRN LIND-1000";
  first.position = 0;
  packer.Add(0, 7, first);
  Record third = Accepted("", 320, 400);
  third.email = "bjorn@example.org";
  third.position = 4;
  packer.Add(2, 9, third);
  CHECK(packer.count() == 2);

  const auto all = Unpacked(packer.Take());
  REQUIRE(all.size() == 2);
  CHECK(all[0].number == 0);
  CHECK(all[0].line == 7);
  CHECK(all[0].record.customer_id == "51000000001");
  CHECK(all[0].record.username == "BJÖRN LIND-1000");
  CHECK(all[0].record.email.empty());
  CHECK(all[0].record.position == 0);
  CHECK(all[0].record.span.begin == 100);
  CHECK(all[0].record.span.end == 180);
  CHECK(all[1].number == 2);
  CHECK(all[1].line == 9);
  CHECK(all[1].record.customer_id.empty());
  CHECK(all[1].record.username.empty());
  CHECK(all[1].record.email == "bjorn@example.org");
  CHECK(all[1].record.position == 4);
  CHECK(all[1].record.span.begin == 320);
  CHECK(all[1].record.result == "SUCCESS");
  CHECK(all[1].record.standing == Standing::kAccepted);
}

TEST_CASE("what differs from the record before is kept of each") {
  RecordPacker packer;
  packer.Add(0, 1, Accepted("1", 0, 10));
  Record other = Accepted("2", 10, 20);
  other.result = "OK";
  other.error = "imported with a warning";
  other.result_stated = false;
  packer.Add(1, 1, other);
  packer.Add(2, 1, Accepted("3", 20, 30));

  const auto all = Unpacked(packer.Take());
  REQUIRE(all.size() == 3);
  CHECK(all[0].record.result == "SUCCESS");
  CHECK(all[1].record.result == "OK");
  CHECK(all[1].record.error == "imported with a warning");
  CHECK_FALSE(all[1].record.result_stated);
  CHECK(all[2].record.result == "SUCCESS");
  CHECK(all[2].record.error.empty());
  CHECK(all[2].record.result_stated);
  CHECK_FALSE(all[2].record.position);
}

TEST_CASE("a record in a text that was pieced together may stand before the last one") {
  RecordPacker packer;
  packer.Add(0, 20, Accepted("1", 500, 600));
  packer.Add(1, 3, Accepted("2", 40, 90));
  const auto all = Unpacked(packer.Take());
  REQUIRE(all.size() == 2);
  CHECK(all[1].line == 3);
  CHECK(all[1].record.span.begin == 40);
  CHECK(all[1].record.span.end == 90);
}

TEST_CASE("a packer begins anew with each answer") {
  RecordPacker packer;
  packer.Add(0, 1, Accepted("1", 0, 10));
  packer.Take();
  CHECK(packer.count() == 0);
  CHECK(packer.Take().empty());
  packer.Add(0, 5, Accepted("2", 70, 80));
  const auto all = Unpacked(packer.Take());
  REQUIRE(all.size() == 1);
  CHECK(all[0].line == 5);
  CHECK(all[0].record.customer_id == "2");
}

TEST_CASE("failures, and what bears a time of its own, are not packed") {
  CHECK(IsPackable(Accepted("1", 0, 10)));
  Record failed = Accepted("1", 0, 10);
  failed.standing = Standing::kFailed;
  CHECK_FALSE(IsPackable(failed));
  Record dated = Accepted("1", 0, 10);
  dated.time = LocalTime{1000, true};
  CHECK_FALSE(IsPackable(dated));
  Record line = Accepted("1", 0, 10);
  line.voice = Voice::kLogLine;
  CHECK_FALSE(IsPackable(line));
}

TEST_CASE("damaged bytes are refused, wherever they are cut") {
  RecordPacker packer;
  packer.Add(0, 1, Accepted("51000000001", 0, 10));
  const std::string packed = packer.Take();
  const auto ignore = [](const PackedRecord&) {};
  for (size_t size = 1; size < packed.size(); ++size)
    CHECK_FALSE(ForEachPacked(packed.substr(0, size), ignore));
  CHECK_FALSE(ForEachPacked("no zstd at all", ignore));
}

}  // namespace
}  // namespace analyzer
