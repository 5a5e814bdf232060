#include "analyzer/write/single_files.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/little_memory.h"

using namespace analyzer;

TEST_CASE("The last file of an original is found, also among more than memory holds") {
  const LittleMemory little;
  SingleFiles files("failed_customers/single_failures/");
  CHECK(files.Find("batches/1.json#0").empty());
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i);
    files.Add("batches/" + number + ".json#0", "FAILED/customer_" + number + ".json");
  }
  CHECK(files.Find("batches/4999.json#0") ==
        "failed_customers/single_failures/FAILED/customer_4999.json");
  files.Add("batches/7.json#0", "FAILED/customer_7_2.json");
  CHECK(files.Find("batches/7.json#0") ==
        "failed_customers/single_failures/FAILED/customer_7_2.json");
  CHECK(files.Find("batches/7.json#1").empty());
}
