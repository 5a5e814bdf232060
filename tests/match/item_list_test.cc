#include "analyzer/match/item_list.h"

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

namespace analyzer {
namespace {

using Items = std::vector<std::pair<int64_t, int64_t>>;  // position, id

Items ItemsOf(const ItemList& list) {
  Items items;
  list.ForEach([&](int64_t position, int64_t id) { items.emplace_back(position, id); });
  return items;
}

TEST_CASE("Items of two files stand behind each other") {
  ItemList list;
  CHECK(list.empty());
  list.Append(10, 12);
  list.Append(5, 7);
  CHECK(list.size() == 4);
  CHECK(ItemsOf(list) == Items{{0, 10}, {1, 11}, {2, 5}, {3, 6}});
  CHECK(list[1] == 11);
  CHECK(list[2] == 5);
  CHECK(list.Contains(11));
  CHECK_FALSE(list.Contains(12));
  CHECK_FALSE(list.Contains(7));
}

TEST_CASE("Ids that follow each other are one stretch, however they come") {
  ItemList list;
  for (int64_t id = 20; id < 30; ++id) list.Append(id, id + 1);
  CHECK(list.stretches().size() == 1);
  CHECK(list[9] == 29);
}

}  // namespace
}  // namespace analyzer
