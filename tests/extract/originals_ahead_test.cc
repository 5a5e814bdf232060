#include "analyzer/extract/originals_ahead.h"

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/base/memory_limit.h"
#include "tests/support/scanned.h"

namespace analyzer {
namespace {

std::string Item(int customer, const std::string& more = "") {
  return R"({"changeType": "CREATE", "person": {"customerId": ")" +
         std::to_string(61000000000 + customer) +
         R"(", "firstName": "Anna", "lastName": "Ek", "address": ")" + std::string(100, 'x') +
         "\"" + more + "}}";
}

// Some megabytes of originals, and between them whatever wants a closer look.
std::string Export() {
  const std::string odd[] = {
      Item(1, R"(, "note": "a bad \q escape")"),
      Item(2, R"(, "firstName": "Bo")"),
      Item(3, ", \"note\": \"a\ttab\""),
      Item(4, R"(, "nested": {"broken": [1, 2}})"),
      Item(5, R"(, "note": "\u00e5\u00e4")"),
      R"({"customerId": "61000000006", "result": "FAILED", "error": "no"})",
      "7",
      R"("text")",
      "[]",
      R"({"data": [)" + Item(8) + "]}",
      R"({"a": "{\"customerId\": \"61000000009\", \"result\": \"CONFLICT\"}"})",
      "{}"};
  std::string text = R"({"data": [)";
  for (int customer = 0; customer < 12000; ++customer) {
    if (customer > 0) text += ",\n";
    text += customer % 997 == 0 ? odd[customer / 997 % std::size(odd)] : Item(customer);
  }
  return text + "]}";
}

struct WithThreads {
  explicit WithThreads(unsigned threads) { SetMemory({Memory().bytes, threads}); }
  ~WithThreads() { SetMemory({Memory().bytes, 1}); }
};

Kept Scan(const std::string& bytes, unsigned threads) {
  const WithThreads with(threads);
  std::string text = bytes;
  text.reserve(text.size() + kPadding);
  Kept kept;
  ScanText(text, {}, &kept);
  return kept;
}

bool AreSame(const Original& a, const Original& b) {
  return a.span == b.span && a.position == b.position && a.id == b.id &&
         a.first_name == b.first_name && a.change_type == b.change_type &&
         a.identities.size() == b.identities.size() && a.version == b.version;
}

TEST_CASE("A large array is read to the same at any number of threads") {
  const std::string text = Export();
  const Kept alone = Scan(text, 1);
  REQUIRE(alone.originals.size() > 11900);
  REQUIRE_FALSE(alone.records.empty());
  REQUIRE_FALSE(alone.repairs.empty());
  for (const unsigned threads : {2U, 3U, 7U}) {
    const Kept kept = Scan(text, threads);
    CHECK(std::equal(kept.originals.begin(), kept.originals.end(), alone.originals.begin(),
                     alone.originals.end(), AreSame));
    CHECK(kept.repairs == alone.repairs);
    CHECK(kept.records.size() == alone.records.size());
    CHECK(kept.texts.size() == alone.texts.size());
  }
}

TEST_CASE("Whoever stops in the middle of an array waits for nobody") {
  std::string text = "[" + Item(0);
  for (int customer = 1; customer < 5000; ++customer) text += "," + Item(customer);
  text += "]";
  text.reserve(text.size() + kPadding);
  const JsonCut cut = CutJson(text, 0, false);
  ArrayElements elements(text, cut, {0, text.size()});
  OriginalsAhead ahead(text, &elements, 3);
  const auto row = ahead.Next();
  REQUIRE(row);
  CHECK(row->originals.front()->id == "61000000000");
}

}  // namespace
}  // namespace analyzer
