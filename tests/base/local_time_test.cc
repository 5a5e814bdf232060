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
                           "20251110_241504", "20251110_086004", "20251110_081560",
                           "20251110-081504", "20251110_081504x", "x0251110_081504"}) {
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

TEST_CASE("Any number of digits of the fraction, and a zone, may follow the seconds") {
  const auto at = [](const char* text) {
    const auto time = ParseTime(text);
    return time ? FormatIso(*time) : "";
  };
  CHECK(at("2025-11-10T08:15:04.5Z") == "2025-11-10T08:15:04.500");
  CHECK(at("2025-11-10 08:15:04.1239999+01:00") == "2025-11-10T08:15:04.123");
  CHECK(at("2025-11-10T08:15:04+01:00") == "2025-11-10T08:15:04");
  CHECK(at("2024-02-29T00:00:00") == "2024-02-29T00:00:00");
  for (const char* text : {"", "2025-11-10", "2025-02-29T00:00:00", "2025-11-10T08:15:60",
                           "2025-11-10T08:15:041", "2025-11-10_08:15:04", "2025-1-10T08:15:04"}) {
    INFO(text);
    CHECK(at(text) == "");
  }
}

TEST_CASE("The first of 1970 is nought, and what is before it is below") {
  CHECK(ParseCompactTime("19700101_000000")->milliseconds == 0);
  CHECK(ParseCompactTime("19700102_000001")->milliseconds == 86'401'000);
  CHECK(ParseTime("1969-12-31T23:59:59.999")->milliseconds == -1);
  CHECK(FormatIso({-1, false}) == "1969-12-31T23:59:59.999");
}

TEST_CASE("Dates in a path may be written in several ways") {
  const auto at = [](const char* path) {
    const auto time = TimeInPath(path);
    return time ? FormatIso(*time) : "";
  };
  CHECK(at("a/20251112-093001.json") == "2025-11-12T09:30:01");
  CHECK(at("a/2025-11-12_09-30-01.json") == "2025-11-12T09:30:01");
  CHECK(at("a/2025-11-12T09:30:01.json") == "2025-11-12T09:30:01");
  CHECK(at("a/2025-11-12 093001.json") == "2025-11-12T09:30:01");
  CHECK(at("20251112-20251113.log") == "2025-11-13T00:00:00");
  CHECK(at("20251112_12345678.json") == "2025-11-12T00:00:00");  // not a time: a digit too many
  CHECK(at("202511121.json") == "");
  CHECK(at("2025-11-121.json") == "");
  CHECK(at("19891231.json") == "");
  CHECK(at("21000101.json") == "");
}
