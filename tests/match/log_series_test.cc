#include "analyzer/match/log_series.h"

#include <catch2/catch.hpp>

using namespace analyzer;

using Series = std::vector<std::vector<int64_t>>;

TEST_CASE("Rotated logs are put together, oldest first") {
  CHECK(LogSeries({{1, "in/bulk_import.log", 300, 399},
                   {2, "in/bulk_import.log.1", 200, 299},
                   {3, "in/bulk_import.log.10", 0, 99},
                   {4, "in/bulk_import.log.2", 100, 199}}) == Series{{3, 4, 2, 1}});
}

TEST_CASE("Compression changes nothing of a log's place") {
  CHECK(LogSeries({{1, "in/bulk_import.log", 300, 399},
                   {2, "in/bulk_import.log.2.gz", 100, 199},
                   {3, "in/bulk_import.log.1.zst/bulk_import.log.1", 200, 299}}) ==
        Series{{2, 3, 1}});
}

TEST_CASE("Logs that were rotated by date come in its order, the one that is written to last") {
  CHECK(LogSeries({{1, "bulk_import.log", 300, 399},
                   {2, "bulk_import.log.2026-11-22", 200, 299},
                   {3, "bulk_import.log-20261121", 100, 199}}) == Series{{3, 2, 1}});
}

TEST_CASE("Logs of other names or folders are logs of their own") {
  CHECK(LogSeries({{1, "a/bulk_import.log", 100, 199},
                   {2, "b/bulk_import.log.1", 0, 99},
                   {3, "a/other.log.1", 0, 99}}) == Series{{1}, {3}, {2}});
}

TEST_CASE("Pieces of a log may overlap by what threads write out of order") {
  CHECK(LogSeries({{1, "bulk_import.log", 10000, 19900}, {2, "bulk_import.log.1", 50, 11000}}) ==
        Series{{2, 1}});
  CHECK(LogSeries({{1, "bulk_import.log", 10000, 19900}, {2, "bulk_import.log.1", 50, 11001}}) ==
        Series{{2}, {1}});
}

TEST_CASE("A copy of a short log is no piece of it") {
  CHECK(LogSeries({{1, "bulk_import.log", 100, 199}, {2, "bulk_import.log.1", 100, 199}}) ==
        Series{{2}, {1}});
}

TEST_CASE("Files whose times overlap are no pieces of one log") {
  CHECK(LogSeries({{1, "bulk_import.log", 10000, 19900}, {2, "bulk_import.log.1", 5000, 15000}}) ==
        Series{{2}, {1}});
}
