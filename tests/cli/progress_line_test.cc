#include "analyzer/cli/progress_line.h"

#include <catch2/catch.hpp>

#include "analyzer/base/unicode.h"

using namespace analyzer;
using std::chrono::milliseconds;

namespace {

Progress::State State(Progress::Amount done, Progress::Amount in_all) {
  return {"reading", done, in_all, {}};
}

}  // namespace

TEST_CASE("The line tells share, time left, files, bytes and rate") {
  const auto state = State({100, 1'000'000'000}, {400, 4'000'000'000});
  CHECK(ProgressText(state, milliseconds(5000), 200) ==
        "reading   25 %  0:15 left  100 of 400 files  1.0 GB of 4.0 GB  200 MB/s");
}

TEST_CASE("What matters less goes first where the terminal is narrow") {
  const auto state = State({100, 1'000'000'000}, {400, 4'000'000'000});
  CHECK(ProgressText(state, milliseconds(5000), 30) == "reading   25 %  0:15 left");
  for (size_t width = 1; width < 80; ++width)
    CHECK(DisplayWidth(ProgressText(state, milliseconds(5000), width)) <= width);
}

TEST_CASE("No rate and no time left are told before they are certain") {
  const auto state = State({1, 1'000'000}, {4, 4'000'000});
  CHECK(ProgressText(state, milliseconds(400), 200) ==
        "reading   25 %  1 of 4 files  1.0 MB of 4.0 MB");
}

TEST_CASE("What is not known is not told") {
  CHECK(ProgressText(State({}, {}), milliseconds(5000), 80) == "reading");
  CHECK(ProgressText(State({17, 0}, {}), milliseconds(5000), 80) == "reading  17 files");
}

TEST_CASE("A share of files serves where no bytes are known, and never passes the whole") {
  CHECK(ProgressText(State({30, 5000}, {20, 0}), milliseconds(100), 30) ==
        "reading  100 %  30 of 20 files");
}

TEST_CASE("Hours are told as such") {
  const auto state = State({0, 1}, {0, 7201});
  CHECK(ProgressText(state, milliseconds(1000), 40) == "reading    0 %  2 h 00 min left");
}
