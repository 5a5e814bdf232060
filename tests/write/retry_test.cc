#include "analyzer/write/retry.h"

#include <catch2/catch.hpp>

#include "analyzer/index/index.h"
#include "tests/support/scratch.h"

using namespace analyzer;

namespace {

using Strings = std::vector<std::string>;

// An index with one batch file, and one log that tells of two runs with a batch each.
class RetryStory {
 public:
  RetryStory() : index_(std::move(Index::Create(scratch_ / "index.sqlite").value())) {
    database().Execute(
        "PRAGMA foreign_keys = OFF;"
        "INSERT INTO file (id, path, role, bytes, encoding, member) VALUES"
        " (1, 'batches/a.json', 'batch', 0, 'UTF-8', ''),"
        " (2, 'logs/bulk_import.log', 'log', 0, 'UTF-8', '');"
        "INSERT INTO run (id, file, started, ended, household) VALUES"
        " (1, 2, 1000, 2000, 0), (2, 2, 9000, 9900, 0);"
        "INSERT INTO batch (id, run, number, answered, succeeded, presumed, untold, unanswered, "
        "cause)"
        " VALUES (1, 1, 7, 0, 0, 0, 0, 0, ''), (2, 2, 8, 0, 0, 0, 0, 0, '');");
  }

  // An original of `customer`; its id.
  int64_t Original(const std::string& customer, const std::string& change_type = "CREATE") {
    const int64_t id = ++originals_;
    Statement(database(),
              "INSERT INTO original (id, file, position, byte_begin, byte_end, household, own_id,"
              " change_type, digest) VALUES (?, 1, 0, ?, 0, 0, ?, ?, 0)")
        .Bind(id)
        .Bind(id * 100)
        .Bind(customer)
        .Bind(change_type)
        .Run();
    return id;
  }

  struct Open {
    std::optional<int64_t> sent = 1500;
    std::optional<int64_t> order = std::nullopt;
    int64_t batch = 1;
    int64_t attempts = 1;
    const char* state = "open";
  };
  void Unanswered(const std::string& customer, const Open& open) {
    Unanswered(customer, Original(customer), open);
  }
  void Unanswered(const std::string& customer, int64_t original, const Open& open) {
    Statement(database(),
              "INSERT INTO unanswered (batch, position, original, customer, cause, detail, sent,"
              " attempts, send_order, state) VALUES (?, ?, ?, ?, 'failed batch', 'HTTP 500', ?, ?,"
              " ?, ?)")
        .Bind(open.batch)
        .Bind(original)
        .Bind(original)
        .Bind(customer)
        .Bind(open.sent)
        .Bind(open.attempts)
        .Bind(open.order)
        .Bind(open.state)
        .Run();
    for (int64_t number = 1; number <= open.attempts; ++number) {
      Statement(database(),
                "INSERT INTO attempt (batch, number, sent, ending) VALUES (?, ?, 1000, 'HTTP 500')")
          .Bind(open.batch)
          .Bind(number)
          .Run();
    }
  }

  Failure& Failed(const std::string& customer, const std::string& reason = "FAILED",
                  const std::string& change_type = "CREATE") {
    Failure failure;
    failure.customer = customer;
    failure.reason = reason;
    failure.run = 1;
    failure.batch_number = 7;
    failure.last_seen = LocalTime{1200, false};
    OriginalLoader originals(index_.get());
    failure.original = originals.Load(Original(customer, change_type));
    failure.seen.push_back(
        {"api_responses/batch_007.json", 1, 0, 0, "json", "response", reason, ""});
    failures_.push_back(failure);
    return failures_.back();
  }

  RetrySelection Select(const RetryOptions& options = {}) {
    RetrySelector selector(index_.get(), false, options);
    for (const Failure& failure : failures_) selector.Add(failure);
    return selector.Select();
  }
  // `CUSTOMER REASON` of each that is sent again.
  Strings Sent(const RetryOptions& options = {}) {
    Strings sent;
    const RetrySelection selection = Select(options);
    for (const size_t place : selection.items) {
      const RetryItem item = selection.kept.Load(place);
      sent.push_back(item.customer + " " + item.reason);
    }
    return sent;
  }
  // `CUSTOMER REASON: WHY` of each that is left out.
  Strings LeftOut(const RetryOptions& options = {}) {
    Strings left_out;
    const RetrySelection selection = Select(options);
    for (const NotRetried& not_retried : selection.left_out) {
      const RetryItem item = selection.kept.Load(not_retried.item);
      left_out.push_back(item.customer + " " + item.reason + ": " + std::string(not_retried.why));
    }
    return left_out;
  }

 private:
  Database& database() { return index_->database(); }

  Scratch scratch_;
  std::unique_ptr<Index> index_;
  int64_t originals_ = 0;
  std::vector<Failure> failures_;
};

RetryOptions Results(const Strings& results) {
  RetryOptions options;
  options.selection.results = results;
  return options;
}

}  // namespace

TEST_CASE("What can be sent again as it is are FAILED results and open unanswered items") {
  RetryStory story;
  story.Failed("1");
  story.Failed("2", "CONFLICT");
  story.Failed("3", "ERROR");
  story.Unanswered("4", {});
  story.Unanswered("5", {.state = "imported"});
  story.Unanswered("6", {.state = "presumed"});
  CHECK(story.Sent() == Strings{"1 FAILED", "4 UNANSWERED"});
  CHECK(story.Sent(Results({"CONFLICT", "ERROR"})) == Strings{"2 CONFLICT", "3 ERROR"});
}

TEST_CASE("The order is that in which they were first sent; unknown ones come last") {
  RetryStory story;
  story.Failed("1").send_order = 30;
  story.Failed("2");
  story.Unanswered("3", {.order = 10});
  story.Failed("4").send_order = 20;
  story.Failed("5");
  CHECK(story.Sent() == Strings{"3 UNANSWERED", "4 FAILED", "1 FAILED", "2 FAILED", "5 FAILED"});
}

TEST_CASE("Of a failure and a later sending without an answer the later one is sent") {
  RetryStory story;
  // What was never sent has no time; it is later all the same.
  story.Failed("1").last_seen = LocalTime{5000, false};
  story.Unanswered("1", {.sent = std::nullopt});
  CHECK(story.Sent() == Strings{"1 UNANSWERED"});
  CHECK(story.LeftOut() ==
        Strings{"1 FAILED: another change to the same customer is in these batches"});
}

TEST_CASE("An older sending never goes in the place of a later one") {
  RetryStory story;
  story.Failed("1");
  story.Unanswered("1", {.attempts = 4});
  SECTION("that was not chosen") {
    CHECK(story.Sent(Results({"FAILED"})).empty());
    CHECK(story.LeftOut(Results({"FAILED"})) ==
          Strings{"1 FAILED: a later sending of the same customer was not chosen"});
  }
  SECTION("that was sent too often") {
    RetryOptions options;
    options.max_attempts = 4;
    CHECK(story.Sent(options).empty());
    CHECK(story.LeftOut(options) ==
          Strings{"1 FAILED: another change to the same customer is left out, too",
                  "1 UNANSWERED: unanswered 4 times"});
  }
}

TEST_CASE("Of a DELETE and another change of one customer the later one is sent") {
  RetryStory story;
  story.Failed("1", "FAILED", "DELETE").last_seen = LocalTime{2000, false};
  story.Unanswered("1", {.sent = 1000});
  CHECK(story.Sent() == Strings{"1 FAILED"});
  CHECK(story.LeftOut() ==
        Strings{"1 UNANSWERED: another change to the same customer is in these batches"});
}

TEST_CASE("Who is presumed to be accepted later is left out, unless the reason is named") {
  RetryStory story;
  story.Failed("1").presumed_later = true;
  CHECK(story.Sent().empty());
  CHECK(story.LeftOut().size() == 1);
  CHECK(story.Sent(Results({"FAILED"})) == Strings{"1 FAILED"});
}

TEST_CASE("Who failed too often is left out and named") {
  RetryStory story;
  story.Failed("1").times = 3;
  story.Failed("2").times = 2;
  RetryOptions options;
  options.max_attempts = 3;
  CHECK(story.Sent(options) == Strings{"2 FAILED"});
  CHECK(story.LeftOut(options) == Strings{"1 FAILED: failed 3 times for this reason"});
}

TEST_CASE("A conflict with oneself is left out where that is asked for") {
  RetryStory story;
  story.Failed("1", "CONFLICT").already_imported = true;
  RetryOptions options = Results({"CONFLICT"});
  CHECK(story.Sent(options) == Strings{"1 CONFLICT"});
  options.skip_already_imported = true;
  CHECK(story.Sent(options).empty());
  CHECK(story.LeftOut(options) == Strings{"1 CONFLICT: already imported"});
}

TEST_CASE("Runs choose failures and unanswered items") {
  RetryStory story;
  story.Failed("1");
  story.Failed("2").run = std::nullopt;
  story.Unanswered("3", {.batch = 2});
  RetryOptions options;
  options.selection.runs = {1};
  CHECK(story.Sent(options) == Strings{"1 FAILED"});
  options.selection.runs = {1, 2};
  CHECK(story.Sent(options) == Strings{"1 FAILED", "3 UNANSWERED"});
}

TEST_CASE("A period holds its begin, not its end; who has no time is counted") {
  RetryStory story;
  story.Failed("1").last_seen = LocalTime{1000, false};
  story.Failed("2").last_seen = LocalTime{2000, false};
  story.Failed("3").last_seen = std::nullopt;
  story.Failed("4", "CONFLICT").last_seen = std::nullopt;
  story.Unanswered("5", {.sent = std::nullopt});
  RetryOptions options;
  options.selection.since = 1000;
  options.selection.until = 2000;
  CHECK(story.Sent(options) == Strings{"1 FAILED"});
  CHECK(story.Select(options).without_time == 2);
  CHECK(story.Select().without_time == 0);
}

TEST_CASE("A source is named by its path, its end, a folder or a glob") {
  RetryStory story;
  story.Failed("1");
  story.Unanswered("2", {});
  const auto sent_by = [&](const char* name) {
    RetryOptions options;
    options.selection.sources = {name};
    return story.Sent(options);
  };
  for (const char* name : {"api_responses/batch_007.json", "batch_007.json", "api_responses",
                           "api_responses/", "api_responses/batch_*.json"}) {
    CHECK(sent_by(name) == Strings{"1 FAILED"});
  }
  CHECK(sent_by("bulk_import.log") == Strings{"2 UNANSWERED"});
  CHECK(sent_by("atch_007.json").empty());
}

TEST_CASE("Only the value of changeType is replaced, each one of duplicates") {
  const std::string item =
      R"({ "changeType" : "CREATE", "n": 3.10, "person": {"changeType": "CREATE"},)"
      R"( "change\u0054ype":"UPDATE"})";
  const Rewritten changed = WithChangeType(item, "UPSERT");
  CHECK(changed.why_not.empty());
  CHECK(changed.item ==
        R"({ "changeType" : "UPSERT", "n": 3.10, "person": {"changeType": "CREATE"},)"
        R"( "change\u0054ype":"UPSERT"})");
}

TEST_CASE("What cannot get another changeType stays as it is, and says why") {
  for (const auto& [item, why] :
       {std::pair(R"({"person": {"changeType": "CREATE"}})", "it has no changeType"),
        std::pair(R"({"changeType": null})", "it has no changeType"),
        std::pair(R"({"changeType": "delete"})", "it is a DELETE"),
        std::pair(R"({"changeType": "CREATE", "changeType": "DELETE"})", "it is a DELETE")}) {
    const Rewritten changed = WithChangeType(item, "UPSERT");
    CHECK(changed.item == item);
    CHECK(changed.why_not == why);
  }
}
