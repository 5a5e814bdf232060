#include "analyzer/write/failures_ahead.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <stdexcept>

#include "analyzer/extract/scan_text.h"
#include "analyzer/index/findings.h"
#include "analyzer/match/outcomes.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

constexpr int kCustomers = 1000;

std::string IdOf(int customer) { return std::to_string(61000000000 + customer); }

std::string ItemOf(int customer) {
  return R"({"changeType": "CREATE", "person": {"customerId": ")" + IdOf(customer) +
         R"(", "firstName": "Anna", "lastName": "Ek"}})";
}

// The index of a batch file and its answer: all customers failed; nobody sent the last one.
class Failed {
 public:
  Failed() {
    std::string batch;
    std::string answer;
    for (int customer = 0; customer <= kCustomers; ++customer) {
      if (customer < kCustomers) batch += (customer == 0 ? "" : ",\n") + ItemOf(customer);
      answer += std::string(customer == 0 ? "" : ",\n") + R"({"customerId": ")" + IdOf(customer) +
                R"(", "result": "FAILED"})";
    }
    Add("batch.json", "batch", R"({"data": [)" + batch + "]}");
    Add("answer.json", "response", R"({"data": [)" + answer + "]}");
    index_->FinishLoading();
    Match(index_.get(), {});
    list_ = FailureLoader(index_.get()).List("failure", false);
  }

  Index* index() { return index_.get(); }
  const std::vector<ListedFailure>& listed() const { return list_.failures; }

 private:
  void Add(const std::string& name, const std::string& role, const std::string& text) {
    std::ofstream(scratch_ / name, std::ios::binary) << text;
    const SourceText source{std::string(text)};
    Findings found;
    FindingsSink sink(&source, &found);
    ScanText(source.text(), {}, &sink);
    sink.Finish();
    found.file.path = name;
    found.file.role = role;
    found.file.encoding = "UTF-8";
    found.file.on_disk = scratch_ / name;
    index_->Add(found);
  }

  Scratch scratch_;
  std::unique_ptr<Index> index_ = std::move(Index::CreateTemporary().value());
  FailureList list_;
};

TEST_CASE("Failures that are loaded ahead come in their order, each with its original's text") {
  Failed failed;
  FailureLoader loader(failed.index());
  int customer = 0;
  LoadAhead(failed.listed(), &loader, [&](FailureWithText loaded) {
    REQUIRE(loaded.failure.customer_id == IdOf(customer));
    REQUIRE(loaded.text.value() == (customer < kCustomers ? ItemOf(customer) : ""));
    ++customer;
    return true;
  });
  CHECK(customer == kCustomers + 1);
}

TEST_CASE("None is given behind the one at which somebody has enough") {
  Failed failed;
  FailureLoader loader(failed.index());
  int taken = 0;
  LoadAhead(failed.listed(), &loader, [&](const FailureWithText&) { return ++taken < 40; });
  CHECK(taken == 40);
  CHECK(loader.Load(failed.listed().front()).customer_id == IdOf(0));
}

TEST_CASE("What is thrown on either side of loading ahead is thrown to who asked for it") {
  Failed failed;
  FailureLoader loader(failed.index());
  const auto throws = [](const FailureWithText&) -> bool { throw std::runtime_error("full"); };
  CHECK_THROWS_WITH(LoadAhead(failed.listed(), &loader, throws), "full");
  failed.index()->database().Execute("DROP TABLE candidate");
  const auto takes = [](const FailureWithText&) { return true; };
  CHECK_THROWS_WITH(LoadAhead(failed.listed(), &loader, takes), Catch::Contains("candidate"));
}

}  // namespace
}  // namespace analyzer
