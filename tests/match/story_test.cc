#include "analyzer/match/story.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace analyzer;

namespace {

std::optional<int64_t> Known(int64_t number) {
  return number < 0 ? std::nullopt : std::optional(number);
}

// The facts of a log whose lines are `SECONDS message`; all of one file.
std::vector<FactRow> LogOf(const std::string& text, int64_t file = 1) {
  std::vector<FactRow> rows;
  std::istringstream lines(text);
  double seconds = 0;
  std::string message;
  while (lines >> seconds && std::getline(lines, message)) {
    const auto fact = ReadFact(message);
    if (!fact) continue;
    FactRow row;
    row.id = static_cast<int64_t>(rows.size()) + 1;
    row.file = file;
    row.byte_begin = row.id * 100;
    row.time = static_cast<int64_t>(seconds * 1000);
    row.pattern = fact->pattern;
    row.fact = fact->fact;
    row.number = Known(fact->batch);
    row.batches = Known(fact->batches);
    row.attempt = Known(fact->attempt);
    row.status = Known(fact->status);
    row.count = Known(fact->count);
    row.first = Known(fact->first);
    row.last = Known(fact->last);
    row.path = fact->path;
    row.household = fact->households;
    rows.push_back(row);
  }
  return rows;
}

Story Follow(const std::vector<std::vector<FactRow>>& logs) {
  std::vector<NextFact> facts;
  for (const std::vector<FactRow>& log : logs) {
    facts.emplace_back([&log, at = size_t{0}]() mutable {
      return at == log.size() ? std::nullopt : std::optional(log[at++]);
    });
  }
  return FollowLogs(facts);
}

Story StoryOf(const std::string& text) { return Follow({LogOf(text)}); }

std::string PartsOf(const BatchStory& batch) {
  std::string text;
  for (const Part& part : batch.parts) {
    text += part.path + " " + std::to_string(part.first) + "-" + std::to_string(part.last) + "; ";
  }
  return text;
}

std::string EndingsOf(const BatchStory& batch) {
  std::string text;
  for (const Attempt& attempt : batch.attempts) {
    text += std::to_string(attempt.number) + " " + attempt.ending + "; ";
  }
  return text;
}

}  // namespace

TEST_CASE("The first releases cut batches across files") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 2 files
2 Loaded 5 customers from a.json
3 Loaded 3 customers from b.json
4 Created 2 batches of 6 customers each
)");
  REQUIRE(story.runs.size() == 1);
  CHECK(PartsOf(story.runs[0].batches.at(1)) == "a.json 0-5; b.json 0-1; ");
  CHECK(PartsOf(story.runs[0].batches.at(2)) == "b.json 1-3; ");
}

TEST_CASE("Later ones cut each file by itself") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 2 files
2 Loaded 5 customers from a.json -> 2 batches
3 Loaded 3 customers from b.json -> 1 batches
4 Created 3 batches of 4 customers each
)");
  const auto& batches = story.runs.at(0).batches;
  CHECK(PartsOf(batches.at(1)) == "a.json 0-4; ");
  CHECK(PartsOf(batches.at(2)) == "a.json 4-5; ");
  CHECK(PartsOf(batches.at(3)) == "b.json 0-3; ");
}

TEST_CASE("A plan that lacks a line is no plan") {
  const Story lacks_a_file = StoryOf(R"(
1 Starting bulk import from 2 files
2 Loaded 5 customers from a.json
4 Created 2 batches of 6 customers each
)");
  CHECK(lacks_a_file.runs.at(0).batches.empty());
  const Story lacks_the_begin = StoryOf(R"(
3 Loaded 3 customers from b.json
4 Created 2 batches of 6 customers each
)");
  CHECK(lacks_the_begin.runs.at(0).batches.empty());
}

TEST_CASE("A line of loading tells the items, whatever was planned") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 1 files
2 Planned 5 customers from a.json -> 1 batches (not loaded yet)
3 Created 1 batches of 5 customers each
4 Loading batch 1 from a.json (customers 1-5) - 4 customers
)");
  CHECK(PartsOf(story.runs.at(0).batches.at(1)) == "a.json 1-5; ");
  CHECK(story.runs.at(0).batches.at(1).count == 4);
}

TEST_CASE("Each attempt ends in its own way") {
  const Story story = StoryOf(R"(
1 Sending batch 1 (attempt 1/3) - 4 customers
2 Batch 1 failed with status 503: busy
3 Sending batch 1 (attempt 2/3) - 4 customers
4 Batch 1 timed out (attempt 2)
5 Sending batch 1 (attempt 3/3) - 4 customers
6 [SUCCESS] Batch 1 - No failed customers detected
7 [SUCCESS] Batch 1 completed successfully - 1/2
8 Sending batch 2 (attempt 1/3) - 4 customers
9 Batch 2 error (attempt 1): ('Connection aborted.')
10 Sending batch 2 (attempt 2/3) - 4 customers
11 Sending batch 3 (attempt 1/3) - 4 customers
12 Batch 3 - JSON decode error: Expecting value
13 [SUCCESS] Batch 3 - No failed customers detected
14 [AUTH SERVICE DOWN] Aborting batch 4
)");
  const auto& batches = story.runs.at(0).batches;
  CHECK(EndingsOf(batches.at(1)) == "1 HTTP 503; 2 timed out; 3 answered; ");
  CHECK(batches.at(1).answered);
  CHECK(batches.at(1).attempts[2].ended == 6000);
  CHECK(EndingsOf(batches.at(2)) == "1 error; 2 ; ");
  CHECK_FALSE(batches.at(2).answered);
  CHECK(EndingsOf(batches.at(3)) == "1 broken body; ");
  CHECK(batches.at(3).body_broken);
  CHECK(batches.at(4).never_sent);
  CHECK(batches.at(4).attempts.empty());
}

TEST_CASE("The client's count of failures is that of the batch") {
  const Story story = StoryOf(R"(
1 Sending batch 1 (attempt 1/2) - 9 customers
2 [CHECK] Batch 1 - Checking for failed customers in response...
3 [FAILED] TOTAL FAILED CUSTOMERS DETECTED: 2
4 [FAILED] Batch 1 completed with HTTP 200 but 3 customers FAILED!
)");
  CHECK(story.runs.at(0).batches.at(1).failures_counted == 3);
  CHECK(story.runs.at(0).batches.at(1).answered);
}

TEST_CASE("A run that was killed gets none of the next one's answers") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 1 files
2 Sending batch 1 (attempt 1/2) - 4 customers
3 Sending batch 2 (attempt 1/2) - 4 customers
4 [SUCCESS] Batch 1 completed successfully - 1/2
60 Starting bulk import from 1 files
61 Sending batch 2 (attempt 1/2) - 4 customers
62 [SUCCESS] Batch 2 - No failed customers detected
63 [SUCCESS] Batch 2 completed successfully - 1/2
)");
  REQUIRE(story.runs.size() == 2);
  CHECK_FALSE(story.runs[0].batches.at(2).answered);
  CHECK(story.runs[0].ended == 4000);
  CHECK(story.runs[1].batches.at(2).answered);
  CHECK_FALSE(story.runs[1].batches.at(2).confused);
}

TEST_CASE("Two runs at once are told apart by what only one can have written") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 1 files
2 Planned 6 customers from a.json -> 3 batches (not loaded yet)
3 Created 3 batches of 2 customers each
4 Loading batch 1 from a.json (customers 0-2) - 2 customers
5 Sending batch 1 (attempt 1/2) - 2 customers
10 Starting bulk import from 1 files
11 Planned 4 customers from b.json -> 2 batches (not loaded yet)
12 Created 2 batches of 2 customers each
13 [SUCCESS] Batch 1 completed successfully - 1/3
14 Loading batch 2 from a.json (customers 2-4) - 2 customers
15 Sending batch 2 (attempt 1/2) - 2 customers
16 Loading batch 1 from b.json (customers 0-2) - 2 customers
17 Sending batch 1 (attempt 1/2) - 2 customers
18 Batch 1 failed with status 500: x
19 Loading batch 2 from b.json (customers 2-4) - 2 customers
20 Sending batch 2 (attempt 1/2) - 2 customers
21 [SUCCESS] Batch 2 completed successfully
22 Batch 2 failed with status 500: x
)");
  REQUIRE(story.runs.size() == 2);
  const auto& first = story.runs[0].batches;
  const auto& second = story.runs[1].batches;
  CHECK(first.at(1).answered);
  CHECK_FALSE(first.at(1).confused);
  CHECK(EndingsOf(second.at(1)) == "1 HTTP 500; ");
  CHECK_FALSE(second.at(1).confused);
  // Both have their batch 2 under way: which was answered?
  CHECK(first.at(2).confused);
  CHECK(second.at(2).confused);
  // What a line between names might be of either.
  CHECK_FALSE(story.lines.at(8).run);
}

TEST_CASE("A run sends nothing before it has planned, and its summary comes when all is sent") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 1 files
2 Loaded 8 customers from a.json
3 Created 4 batches of 2 customers each
4 Sending batch 1 (attempt 1/2) - 2 customers
5 Starting bulk import from 1 files
6 Sending batch 2 (attempt 1/2) - 2 customers
7 [SUCCESS] Batch 1 completed successfully - 1/4
8 Loaded 2 customers from b.json
9 Created 1 batches of 2 customers each
10 Sending batch 1 (attempt 1/2) - 2 customers
11 [SUCCESS] Batch 2 completed successfully - 2/4
12 [SUCCESS] Batch 1 completed successfully - 1/1
13 [SUMMARY] IMPORT SUMMARY:
14 Sending batch 3 (attempt 1/2) - 2 customers
15 [SUCCESS] Batch 3 completed successfully - 3/4
16 Sending batch 4 (attempt 1/2) - 2 customers
17 [SUCCESS] Batch 4 completed successfully - 4/4
18 [SUMMARY] IMPORT SUMMARY:
)");
  REQUIRE(story.runs.size() == 2);
  for (const int64_t number : {1, 2, 3, 4}) {
    CHECK(EndingsOf(story.runs[0].batches.at(number)) == "1 answered; ");
    CHECK_FALSE(story.runs[0].batches.at(number).confused);
  }
  CHECK(story.runs[0].came_to_its_end);
  CHECK(story.runs[1].batches.size() == 1);
  CHECK(EndingsOf(story.runs[1].batches.at(1)) == "1 answered; ");
  CHECK(story.runs[1].came_to_its_end);
}

TEST_CASE("How many batches a line counts tells whose it is") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 1 files
2 Loaded 4 customers from a.json
3 Created 2 batches of 2 customers each
4 Sending batch 1 (attempt 1/2) - 2 customers
5 Starting bulk import from 1 files
6 Loaded 2 customers from b.json
7 Created 1 batches of 2 customers each
8 Sending batch 1 (attempt 1/2) - 2 customers
9 [SUCCESS] Batch 1 completed successfully - 1/2
)");
  REQUIRE(story.runs.size() == 2);
  CHECK(story.runs[0].batches.at(1).answered);
  CHECK_FALSE(story.runs[0].batches.at(1).confused);
  CHECK_FALSE(story.runs[1].batches.at(1).answered);
}

TEST_CASE("An answer to what only an older run had left leaves that batch in doubt") {
  const Story story = StoryOf(R"(
1 Starting bulk import from 1 files
2 Loaded 4 customers from a.json
3 Created 2 batches of 2 customers each
4 Sending batch 1 (attempt 1/2) - 2 customers
5 Starting bulk import from 1 files
6 Loaded 2 customers from b.json
7 Created 1 batches of 2 customers each
8 [SUCCESS] Batch 2 completed successfully
)");
  REQUIRE(story.runs.size() == 2);
  CHECK(story.runs[0].batches.at(2).confused);
  CHECK(story.runs[1].batches.size() == 1);
}

TEST_CASE("A batch that is loaded or sent anew is of two runs, the begin of one is lost") {
  const Story loaded = StoryOf(R"(
1 Loading batch 1 from a.json (customers 0-2) - 2 customers
2 Sending batch 1 (attempt 1/2) - 2 customers
3 Loading batch 1 from b.json (customers 0-2) - 2 customers
)");
  CHECK(loaded.runs.at(0).batches.at(1).confused);
  const Story sent = StoryOf(R"(
1 Sending batch 1 (attempt 1/2) - 2 customers
2 Sending batch 1 (attempt 2/2) - 2 customers
3 Sending batch 2 (attempt 1/2) - 2 customers
4 Sending batch 2 (attempt 1/2) - 2 customers
)");
  CHECK_FALSE(sent.runs.at(0).batches.at(1).confused);
  CHECK(sent.runs.at(0).batches.at(2).confused);
}

TEST_CASE("What a run sent whose plan is lost may be what an older one had left") {
  const std::string killed = R"(
1 Starting bulk import from 1 files
2 Loaded 6 customers from a.json
3 Created 3 batches of 2 customers each
4 Sending batch 1 (attempt 1/2) - 2 customers
)";
  const std::string unplanned = R"(
5 Starting bulk import from 1 files
6 Sending batch 2 (attempt 1/2) - 2 customers
7 [SUCCESS] Batch 2 completed successfully - 1/3
)";
  const Story story = StoryOf(killed + unplanned);
  REQUIRE(story.runs.size() == 2);
  CHECK(story.runs[0].batches.at(2).confused);
  CHECK(story.runs[0].batches.at(2).attempts.empty());
  CHECK(story.runs[1].batches.at(2).confused);
  CHECK_FALSE(story.runs[0].batches.at(3).confused);

  const Story later = StoryOf(killed + R"(
700 Starting bulk import from 1 files
701 Sending batch 2 (attempt 1/2) - 2 customers
)");
  CHECK_FALSE(later.runs.at(0).batches.at(2).confused);
}

TEST_CASE("What was sent, though the line is lost, was sent in its run and orders by its end") {
  const Story story = StoryOf(R"(
100 Starting bulk import from 1 files
101 Loaded 2 customers from a.json
102 Created 1 batches of 2 customers each
160 Batch 1 failed with status 500: x
)");
  const Attempt& attempt = story.runs.at(0).batches.at(1).attempts.at(0);
  CHECK_FALSE(attempt.sent_is_known);
  CHECK(attempt.sent == 100000);
  CHECK(attempt.moment() == 160000);
}

TEST_CASE("A copy of a log that lacks a sending tells of no other attempt") {
  const std::string begin = R"(
1 Starting bulk import from 1 files
2 Sending batch 1 (attempt 1/2) - 2 customers
)";
  const std::string rest = R"(
4 Sending batch 2 (attempt 1/2) - 2 customers
5 Batch 1 failed with status 500: x
)";
  for (const auto& series : {std::vector{LogOf(begin + rest, 1), LogOf(rest, 2)},
                             std::vector{LogOf(rest, 1), LogOf(begin + rest, 2)}}) {
    const Story story = Follow(series);
    REQUIRE(story.runs.at(1).copy_of == 0);
    CHECK(EndingsOf(story.runs[0].batches.at(1)) == "1 HTTP 500; ");
    CHECK(story.runs[0].batches.at(1).attempts[0].sent == 2000);
  }
}

TEST_CASE("A log that begins in the middle still tells what follows") {
  const Story story = StoryOf(R"(
3 [SUCCESS] Batch 4 completed successfully - 4/9
4 Loading batch 5 from a.json (customers 8-10) - 2 customers
5 Sending batch 5 (attempt 1/2) - 2 customers
)");
  REQUIRE(story.runs.size() == 1);
  CHECK_FALSE(story.runs[0].begins);
  CHECK(story.runs[0].batches.at(4).answered);
  CHECK(PartsOf(story.runs[0].batches.at(5)) == "a.json 8-10; ");
  CHECK_FALSE(story.runs[0].batches.at(5).answered);
}

TEST_CASE("Copies of a log, and pieces of one that overlap, tell of one run") {
  const std::string head = R"(
1 Starting bulk import from 1 files
2 Sending batch 1 (attempt 1/2) - 2 customers
3 [SUCCESS] Batch 1 completed successfully - 1/3
4 Sending batch 2 (attempt 1/2) - 2 customers
)";
  const std::string tail = R"(
4 Sending batch 2 (attempt 1/2) - 2 customers
5 [SUCCESS] Batch 2 completed successfully - 2/3
6 Sending batch 3 (attempt 1/2) - 2 customers
)";
  const Story story = Follow({LogOf(head, 1), LogOf(tail, 2), LogOf(head, 3)});
  REQUIRE(story.runs.size() == 3);
  CHECK(story.runs[1].copy_of == 0);
  CHECK(story.runs[2].copy_of == 0);
  CHECK(story.runs[0].batches.size() == 3);
  CHECK(EndingsOf(story.runs[0].batches.at(2)) == "1 answered; ");
  CHECK(story.runs[0].ended == 6000);
}

TEST_CASE("A run goes on from one rotated file to the next") {
  auto log = LogOf(R"(
1 Starting bulk import from 1 files
2 Sending batch 1 (attempt 1/2) - 2 customers
)",
                   1);
  for (const FactRow& row : LogOf("3 [SUCCESS] Batch 1 completed successfully - 1/1\n", 2)) {
    log.push_back(row);
  }
  const Story story = Follow({log});
  REQUIRE(story.runs.size() == 1);
  CHECK(story.runs[0].batches.at(1).answered);
  CHECK(story.lines.back().file == 2);
}
