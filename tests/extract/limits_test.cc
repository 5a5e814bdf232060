// What a hostile text can ask for, and where it is told that no more is done.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "analyzer/extract/salvage.h"
#include "tests/support/scanned.h"

namespace analyzer {
namespace {

constexpr char kRecord[] = R"({"customerId": "1", "result": "FAILED"})";

std::string Repeated(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

// The record in so many objects, or in so many objects that are elements of arrays.
std::string InObjects(int depth) {
  return Repeated(R"({"a": )", depth) + kRecord + Repeated("}", depth);
}
std::string InElements(int depth) {
  return Repeated(R"({"a": [)", depth) + kRecord + Repeated("]}", depth);
}

bool ToldTooDeep(const Scanned& scanned) {
  return std::count(scanned.repairs.begin(), scanned.repairs.end(),
                    "nested too deep, not searched") > 0;
}

TEST_CASE("Documents are searched down to 64 levels, and what is deeper is told") {
  for (const auto in : {InObjects, InElements}) {
    const Scanned deep(in(kMaxNesting));
    CHECK(deep.Found() == Strings{"1 FAILED"});
    CHECK_FALSE(ToldTooDeep(deep));
    const Scanned too_deep(in(kMaxNesting + 2));
    CHECK(too_deep.Found().empty());
    CHECK(ToldTooDeep(too_deep));
  }
}

TEST_CASE("A broken document is searched at any depth; behind 4096 levels all are taken as lost") {
  CHECK(Salvage(InObjects(4000).substr(0, 4000 * 6 + sizeof kRecord)).records.size() == 1);
  const std::string lost = Repeated("[", 100000) + kRecord + Repeated("{", 100000) + kRecord;
  CHECK(Salvage(lost).records.size() == 2);
}

TEST_CASE("A record with very many fields, or a very long one, is one record") {
  const std::string many = R"({"data": [{)" + Repeated(R"("x": {"y": [1]}, )", 100000) +
                           R"("customerId": "1", "result": "FAILED"}]})";
  CHECK(Scanned(many).Found() == Strings{"1 FAILED"});
  // More than the reader of tokens takes at once.
  const std::string longest = R"({"data": [{"error": ")" + std::string(size_t{17} << 20, 'x') +
                              R"(", "customerId": "1", "result": "FAILED"}]})";
  CHECK(Scanned(longest).Found() == Strings{"1 FAILED"});
}

}  // namespace
}  // namespace analyzer
