#include "analyzer/base/local_time.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("A compact time is a whole second") {
  const auto time = ParseCompactTime("20251110_081504");
  REQUIRE(time);
  CHECK(time->whole_second);
  CHECK(FormatCompact(*time) == "20251110_081504");
  CHECK(FormatIso(*time) == "2025-11-10T08:15:04");
}

TEST_CASE("Anything else is no compact time") {
  for (const char* text : {"", "20251110", "20251110_0815", "20251310_081504", "20250230_081504",
                           "20251110_241504", "20251110_081504x", "x0251110_081504"}) {
    INFO(text);
    CHECK_FALSE(ParseCompactTime(text));
  }
}

TEST_CASE("A log's time and an ISO time have milliseconds") {
  const auto log = ParseTime("2025-11-10 08:15:04,123");
  const auto iso = ParseTime("2025-11-10T08:15:04.123456");
  REQUIRE(log);
  REQUIRE(iso);
  CHECK(*log == *iso);
  CHECK_FALSE(log->whole_second);
  CHECK(FormatIso(*log) == "2025-11-10T08:15:04.123");
  CHECK(ParseTime("2025-11-10T08:15:04")->whole_second);
}

TEST_CASE("The latest date in a path counts") {
  const auto at = [](const char* path) {
    const auto time = TimeInPath(path);
    return time ? FormatIso(*time) : "";
  };
  CHECK(at("out_20251110/retry_20251111_093000/batch.json") == "2025-11-11T09:30:00");
  CHECK(at("a/2025-11-12.json") == "2025-11-12T00:00:00");
  CHECK(at("a/20251112093001.json") == "2025-11-12T09:30:01");
  CHECK(at("customers_51000100000.json") == "");
  CHECK(at("customers_20259911.json") == "");
  CHECK(at("customers_5120251112.json") == "");
}
