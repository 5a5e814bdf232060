#include "analyzer/write/retry_item.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/little_memory.h"

using namespace analyzer;

namespace {

RetryItem ItemOf(int64_t number) {
  RetryItem item;
  const std::string text = std::to_string(number);
  item.original = {number,  number + 1, "batches/" + text + ".json",
                   "UTF-8", number,     number + 9,
                   7,       true,       "H" + text,
                   "Anna",  "Berg",     "CREATE",
                   "member"};
  item.customer = "household:" + text;
  item.customer_id = text;
  item.username = "anna" + text;
  item.reason = "FAILED";
  item.error = std::string(100, 'e');
  item.cause = "failed batch";
  item.detail = "HTTP 500";
  item.run = 1;
  item.time = LocalTime{number, true};
  item.moment = number;
  item.attempts = 2;
  item.times = 3;
  item.presumed_later = number % 2 == 0;
  item.failed = true;
  return item;
}

}  // namespace

TEST_CASE("Items that are more than memory holds come out as they were put in") {
  const LittleMemory little;
  RetryItems items;
  std::vector<size_t> places;
  for (int64_t i = 0; i < 1000; ++i) places.push_back(items.Add(ItemOf(i)));
  for (const int64_t i : {999, 0, 500}) {
    const RetryItem item = items.Load(places[static_cast<size_t>(i)]);
    const RetryItem was = ItemOf(i);
    CHECK(item.original.id == was.original.id);
    CHECK(item.original.file_id == was.original.file_id);
    CHECK(item.original.Reference() == was.original.Reference());
    CHECK(item.original.encoding == "UTF-8");
    CHECK(item.original.byte_end == i + 9);
    CHECK(item.original.position == 7);
    CHECK(item.original.household);
    CHECK(item.original.own_id == was.original.own_id);
    CHECK(item.original.Name() == "Anna Berg");
    CHECK(item.original.change_type == "CREATE");
    CHECK(item.original.member == "member");
    CHECK(item.customer == was.customer);
    CHECK(item.customer_id == was.customer_id);
    CHECK(item.username == was.username);
    CHECK(item.reason == "FAILED");
    CHECK(item.error == was.error);
    CHECK(item.cause == "failed batch");
    CHECK(item.detail == "HTTP 500");
    CHECK(item.run == 1);
    CHECK_FALSE(item.batch_number.has_value());
    CHECK(item.time == was.time);
    CHECK(item.moment == i);
    CHECK_FALSE(item.send_order.has_value());
    CHECK(item.attempts == 2);
    CHECK(item.times == 3);
    CHECK(item.presumed_later == was.presumed_later);
    CHECK_FALSE(item.already_imported);
    CHECK_FALSE(item.unanswered());
  }
}

TEST_CASE("What was sent comes in that order, and what was not behind it, by its place") {
  RetryItems items;
  RetryItem item;
  const auto add = [&](std::optional<int64_t> send_order, const char* file, int64_t byte) {
    item.send_order = send_order;
    item.original.file = file;
    item.original.byte_begin = byte;
    return items.Add(item);
  };
  const size_t in_order[] = {add(3, "z", 9), add(20, "a", 0), add(std::nullopt, "a", 5),
                             add(std::nullopt, "a", 40), add(std::nullopt, "b", 0)};
  for (size_t i = 0; i < 5; ++i) {
    for (size_t other = 0; other < 5; ++other)
      CHECK(items.IsBefore(in_order[i], in_order[other]) == (i < other));
  }
}
