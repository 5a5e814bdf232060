#include "analyzer/base/nearest.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("Of several texts the nearest is meant") {
  CHECK(NearestOf("recove", {"report", "recover", "retry"}) == "recover");
  CHECK(NearestOf("--batchs", {"--batches", "--batch-size"}) == "--batches");
  CHECK(NearestOf("BULK_IMPRT.LOG", {"bulk_import.log"}) == "bulk_import.log");
}

TEST_CASE("What differs in a third or more, or in three letters, is not meant") {
  CHECK(NearestOf("scan", {"span"}) == "span");
  CHECK(NearestOf("abc", {"abd"}).empty());
  CHECK(NearestOf("failed_customers", {"failed_custom"}).empty());
}

TEST_CASE("Letters count, not bytes") {
  CHECK(NearestOf("sjövik", {"sjoevik", "sjøvik"}) == "sjøvik");
}

TEST_CASE("The five nearest are told, each once, nearest first") {
  Nearest nearest("abcdefgh");
  for (const char* const text : {"abcdefxx", "abcdefg1", "abcdefg2", "abcdefg3", "abcdefg4",
                                 "abcdefg5", "abcdefg1", "abcdefgh"}) {
    nearest.LookAt(text);
  }
  CHECK(nearest.Take() ==
        std::vector<std::string>{"abcdefgh", "abcdefg1", "abcdefg2", "abcdefg3", "abcdefg4"});
}
