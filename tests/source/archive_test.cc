#include "analyzer/source/archive.h"

#include <catch2/catch.hpp>
#include <map>

#include "analyzer/base/files.h"
#include "analyzer/base/memory_limit.h"
#include "tests/support/packing.h"
#include "tests/support/scratch.h"

using namespace analyzer;

namespace {

// A text that does not repeat, so that it stays long when it is compressed.
std::string Lines(int count) {
  std::string text;
  unsigned number = 1;
  for (int i = 0; i < count; ++i) {
    number = number * 1103515245U + 12345U;
    text += "line " + std::to_string(i) + " " + std::to_string(number) + "\n";
  }
  return text;
}

struct Taken {
  std::set<std::string> only;  // empty: all
  std::vector<std::string> asked;
  std::vector<std::string> names;
  std::map<std::string, std::string> bytes;
  std::set<std::string> damaged;
  std::vector<std::pair<std::string, Damage>> damages;
  std::map<std::string, std::string> left_out;
};

class Recorder : public MemberTaker {
 public:
  explicit Recorder(Taken* taken) : taken_(taken) {}
  bool Wants(const std::string& name) override {
    taken_->asked.push_back(name);
    return taken_->only.empty() || IsOrHoldsOneOf(taken_->only, name);
  }
  bool Take(Member member) override {
    if (member.damaged) taken_->damaged.insert(member.name);
    taken_->names.push_back(member.name);
    taken_->bytes[member.name] = member.bytes.view();
    return taken_->only.empty() || taken_->names.size() < taken_->only.size();
  }
  void OnDamage(const std::string& name, const Damage& damage) override {
    taken_->damages.emplace_back(name, damage);
  }
  void OnLeftOut(const std::string& name, const std::string& why) override {
    taken_->left_out[name] = why;
  }

 private:
  Taken* taken_;
};

void Read(const std::string& packed, const std::string& name, Taken* taken,
          const ExpansionLimits& limits = {}) {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "packed", packed).ok());
  Recorder recorder(taken);
  REQUIRE(ReadArchive(scratch / "packed", name, limits, &recorder).ok());
}

Taken Unpack(const std::string& packed, const std::string& name = "packed",
             const ExpansionLimits& limits = {}) {
  Taken taken;
  Read(packed, name, &taken, limits);
  return taken;
}

bool IsWhole(const Taken& taken) {
  return taken.damages.empty() && taken.left_out.empty() && taken.damaged.empty();
}

const std::vector<std::string> kFilters = {"gzip", "bzip2", "xz", "zstd"};

}  // namespace

TEST_CASE("A compressed file has one member, named as the file without its last extension") {
  const std::string text = Lines(20000);
  for (const std::string& filter : kFilters) {
    INFO(filter);
    const Taken taken = Unpack(Compress(filter, text), "bulk_import.log.1");
    CHECK(taken.names == std::vector<std::string>{"bulk_import.log"});
    CHECK(taken.bytes.at("bulk_import.log") == text);
    CHECK(IsWhole(taken));
  }
}

TEST_CASE("An empty compressed file has one empty member") {
  for (const std::string& filter : kFilters) {
    INFO(filter);
    const Taken taken = Unpack(Compress(filter, ""), "a.log.gz");
    CHECK(taken.bytes == std::map<std::string, std::string>{{"a.log", ""}});
    CHECK(IsWhole(taken));
  }
}

TEST_CASE("Compressed streams in a row are one, padding between them or not") {
  for (const std::string& filter : kFilters) {
    INFO(filter);
    const std::string padding(4, '\0');
    const Taken taken = Unpack(Compress(filter, "first\n") + Compress(filter, "second\n") +
                               padding + Compress(filter, "third\n") + padding);
    CHECK(taken.bytes.at("packed") == "first\nsecond\nthird\n");
    CHECK(IsWhole(taken));
  }
}

TEST_CASE("Bytes behind a compressed stream are named, not lost silently") {
  const Taken taken = Unpack(Compress("gzip", "first\n") + "plain text");
  CHECK(taken.bytes.at("packed") == "first\n");
  REQUIRE(taken.damages.size() == 1);
  CHECK(taken.damages[0].second.kind == Damage::Kind::kCut);
  CHECK_THAT(taken.damages[0].second.reason, Catch::Contains("not compressed"));
}

TEST_CASE("Of a compressed file that is cut, all that stands before the cut is read") {
  const std::string text = Lines(100000);
  for (const std::string& filter : kFilters) {
    INFO(filter);
    const std::string packed = Compress(filter, text);
    const Taken taken = Unpack(packed.substr(0, packed.size() * 9 / 10), "a.log.gz");
    const std::string& read = taken.bytes.at("a.log");
    CHECK(read.size() > text.size() / 4);
    CHECK(text.starts_with(read));
    CHECK(taken.damaged.contains("a.log"));
    REQUIRE(taken.damages.size() == 1);
    CHECK(taken.damages[0].second.kind == Damage::Kind::kCut);
  }
}

TEST_CASE("A small gzip file that is cut gives its lines up to the cut") {
  const std::string packed = Compress("gzip", Lines(300));
  const Taken taken = Unpack(packed.substr(0, packed.size() / 2));
  CHECK(taken.bytes.at("packed").starts_with("line 0 "));
  CHECK(taken.bytes.at("packed").size() > 1000);
}

TEST_CASE("Compressed bytes that are wrong are corrupt, not cut") {
  const std::string text = Lines(20000);
  for (const std::string& filter : kFilters) {
    INFO(filter);
    std::string packed = Compress(filter, text);
    packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
    const Taken taken = Unpack(packed);
    REQUIRE(taken.damages.size() == 1);
    CHECK(taken.damages[0].second.kind == Damage::Kind::kCorrupt);
  }
}

TEST_CASE("A gzip file's checksum is checked") {
  std::string packed = Compress("gzip", Lines(100));
  packed[packed.size() - 8] = static_cast<char>(packed[packed.size() - 8] ^ 1);
  const Taken taken = Unpack(packed);
  REQUIRE(taken.damages.size() == 1);
  CHECK(taken.damages[0].second.kind == Damage::Kind::kCorrupt);
}

TEST_CASE("A checksum of a compressed tar is checked too, behind all of its members") {
  std::string packed = Pack("tar", "gzip", {{"a.log", Lines(10)}});
  packed[packed.size() - 8] = static_cast<char>(packed[packed.size() - 8] ^ 1);
  const Taken taken = Unpack(packed);
  CHECK(taken.names == std::vector<std::string>{"a.log"});
  REQUIRE(taken.damages.size() == 1);
  CHECK(taken.damages[0].first.empty());
  CHECK(taken.damages[0].second.kind == Damage::Kind::kCorrupt);
}

TEST_CASE("A tar, plain or compressed, and a zip give their members in order") {
  const Members members = {{"./b/one.json", Lines(9000)}, {"/a/two.log", "x\n"}, {"../c", ""}};
  for (const auto& [format, filter] :
       std::vector<std::pair<std::string, std::string>>{{"tar", "none"},
                                                        {"tar", "gzip"},
                                                        {"tar", "bzip2"},
                                                        {"tar", "xz"},
                                                        {"tar", "zstd"},
                                                        {"zip", "none"}}) {
    INFO(format << " " << filter);
    const Taken taken = Unpack(Pack(format, filter, members));
    CHECK(taken.names == std::vector<std::string>{"b/one.json", "a/two.log", "../c"});
    CHECK(taken.bytes.at("b/one.json") == members[0].second);
    CHECK(IsWhole(taken));
  }
}

TEST_CASE("Members of one name are told apart") {
  const Taken taken = Unpack(Pack("tar", "none", {{"a", "1"}, {"a", "2"}, {"a~2", "3"}}));
  CHECK(taken.bytes ==
        std::map<std::string, std::string>{{"a", "1"}, {"a~2", "2"}, {"a~2~2", "3"}});
}

TEST_CASE("Tar files one behind the other are read to the end") {
  const Taken taken = Unpack(Pack("tar", "none", {{"a", "1"}}) + Pack("tar", "none", {{"b", "2"}}));
  CHECK(taken.names == std::vector<std::string>{"a", "b"});
}

TEST_CASE("An archive in an archive is opened, one in that is not") {
  const std::string log = Compress("gzip", "a line\n");
  const std::string inner = Pack("tar", "gzip", {{"x.json", "{}"}, {"deep/a.log.gz", log}});
  const std::string inner_zip = Pack("zip", "none", {{"y.json", "[]"}});
  for (const auto& [format, filter] :
       std::vector<std::pair<std::string, std::string>>{{"tar", "xz"}, {"zip", "none"}}) {
    INFO(format << " " << filter);
    const Taken taken = Unpack(Pack(format, filter,
                                    {{"inner.tgz", inner},
                                     {"inner.zip", inner_zip},
                                     {"b.log.gz", log},
                                     {"last.log", "end\n"}}));
    CHECK(taken.names == std::vector<std::string>{"inner.tgz/x.json", "inner.zip/y.json",
                                                  "b.log.gz/b.log", "last.log"});
    CHECK(taken.bytes.at("b.log.gz/b.log") == "a line\n");
    REQUIRE(taken.left_out.size() == 1);
    CHECK(taken.left_out.contains("inner.tgz/deep/a.log.gz"));
    CHECK(taken.damages.empty());
  }
}

TEST_CASE("Only what is wanted is read, and the reading ends with the last of it") {
  const std::string packed =
      Pack("tar", "gzip",
           {{"a", "1"}, {"in.zip", Pack("zip", "none", {{"b", "2"}, {"c", "3"}})}, {"d", "4"}});
  Taken taken;
  taken.only = {"in.zip/b"};
  Read(packed, "packed", &taken);
  CHECK(taken.bytes == std::map<std::string, std::string>{{"in.zip/b", "2"}});
  CHECK(taken.asked == std::vector<std::string>{"a", "in.zip", "in.zip/b"});
}

TEST_CASE("Names that are no ASCII come out as UTF-8, whatever the locale") {
  for (const char* const format : {"tar", "zip"}) {
    CHECK(Unpack(Pack(format, "none", {{"ÖSTEN/å.log", "x"}})).names ==
          std::vector<std::string>{"ÖSTEN/å.log"});
  }
  CHECK(Unpack(Pack("zip", "none", {{"\x99STEN/\x86.log", "x"}})).names ==
        std::vector<std::string>{"ÖSTEN/å.log"});
  CHECK(Unpack(Pack("tar", "none", {{"\xD6STEN/\xE5.log", "x"}})).names ==
        std::vector<std::string>{"ÖSTEN/å.log"});
}

TEST_CASE("What macOS adds is no member") {
  const Taken taken = Unpack(
      Pack("zip", "none", {{"__MACOSX/a/._b.json", "x"}, {"a/._b.json", "x"}, {"a/b.json", "{}"}}));
  CHECK(taken.names == std::vector<std::string>{"a/b.json"});
}

TEST_CASE("An office document is one file, also in an archive") {
  const std::string document =
      Pack("zip", "none", {{"_rels/.rels", "<x/>"}, {"[Content_Types].xml", "<Types/>"}});
  CHECK(Unpack(document).bytes == std::map<std::string, std::string>{{"", document}});
  CHECK(Unpack(Pack("tar", "none", {{"a.xlsx", document}, {"b", "2"}})).names ==
        std::vector<std::string>{"a.xlsx", "b"});
}

TEST_CASE("An encrypted member is named, and the others are read") {
  const std::string locked = Pack("zip", "none", {{"secret.log", "x\n"}}, "password");
  const Taken taken = Unpack(Pack("tar", "none", {{"locked.zip", locked}, {"open.log", "y\n"}}));
  CHECK(taken.names == std::vector<std::string>{"open.log"});
  REQUIRE(taken.left_out.contains("locked.zip/secret.log"));
  CHECK_THAT(taken.left_out.at("locked.zip/secret.log"), Catch::Contains("encrypted"));
}

TEST_CASE("Of a tar or zip that is cut, what stands before the cut is read") {
  const std::string text = Lines(5000);
  for (const auto& [format, filter] : std::vector<std::pair<std::string, std::string>>{
           {"tar", "none"}, {"tar", "gzip"}, {"zip", "none"}}) {
    INFO(format << " " << filter);
    const std::string packed = Pack(format, filter, {{"a", text}, {"b", text}});
    const Taken taken = Unpack(packed.substr(0, packed.size() * 3 / 4));
    CHECK(taken.bytes.at("a") == text);
    CHECK(text.starts_with(taken.bytes.at("b")));
    CHECK(taken.bytes.at("b").size() > 1000);
    CHECK(taken.damaged == std::set<std::string>{"b"});
    REQUIRE(taken.damages.size() == 1);
    CHECK(taken.damages[0].second.kind == Damage::Kind::kCut);
  }
}

TEST_CASE("A member of a zip that is corrupt is named, and the others are whole") {
  const std::string text = Lines(5000);
  std::string packed = Pack("zip", "none", {{"a", text}, {"b", text}});
  packed[packed.size() / 4] = static_cast<char>(packed[packed.size() / 4] ^ 0x55);
  const Taken taken = Unpack(packed);
  CHECK(taken.bytes.at("b") == text);
  REQUIRE(taken.damages.size() == 1);
  CHECK(taken.damages[0].first == "a");
  CHECK(taken.damages[0].second.kind == Damage::Kind::kCorrupt);
}

TEST_CASE("An archive is stopped at its limits, with the reason and the remedy") {
  const std::string zeros(3000000, '0');
  ExpansionLimits limits;
  SECTION("size") {
    limits.max_expanded = 1000000;
    const Taken taken = Unpack(Compress("gzip", zeros), "bomb.gz", limits);
    CHECK(taken.bytes.at("bomb").size() < 1200000);
    CHECK(taken.damaged.contains("bomb"));
    CHECK_THAT(taken.left_out.at(""), Catch::Contains("--max-expanded"));
    CHECK(taken.damages.empty());
  }
  SECTION("size, over members, in an archive in an archive") {
    limits.max_expanded = 4000000;
    const std::string inner = Pack("zip", "none", {{"1", zeros}, {"2", zeros}, {"3", zeros}});
    const Taken taken =
        Unpack(Pack("tar", "none", {{"in.zip", inner}, {"rest", "x"}}), "t", limits);
    CHECK(taken.bytes.at("in.zip/1").size() == zeros.size());
    CHECK(taken.bytes.at("in.zip/2").size() < zeros.size());
    CHECK(taken.names.size() == 2);
    CHECK(taken.left_out.contains(""));
  }
  SECTION("ratio") {
    limits.ratio_from = 1000000;
    const Taken taken = Unpack(Compress("gzip", zeros), "bomb.gz", limits);
    CHECK_THAT(taken.left_out.at(""), Catch::Contains("200 times"));
  }
  SECTION("members") {
    limits.max_members = 2;
    const Taken taken = Unpack(Pack("tar", "none", {{"a", ""}, {"b", ""}, {"c", ""}}), "t", limits);
    CHECK(taken.names == std::vector<std::string>{"a", "b"});
    CHECK_THAT(taken.left_out.at(""), Catch::Contains("2 members"));
  }
  SECTION("a member that memory has no room for is whole all the same") {
    SetMemory({.bytes = 1000});
    const Taken taken = Unpack(Pack("zip", "none", {{"a", zeros}, {"b", "x"}}), "z", limits);
    SetMemory({});
    CHECK(taken.bytes.at("a") == zeros);
    CHECK(taken.bytes.at("b") == "x");
  }
}
