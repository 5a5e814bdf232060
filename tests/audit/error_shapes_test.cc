#include "analyzer/audit/error_shapes.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("What differs from one customer to the next is masked") {
  const std::vector<std::pair<const char*, const char*>> shapes = {
      {"Field 'birthday' is not a valid date: \"1998-02-30\"",
       "Field '…' is not a valid date: \"…\""},
      {"Customer 50000001000 is not there", "Customer <number> is not there"},
      {"Customer 50000001000, 50000001001", "Customer <number>, <number>"},
      {"Born 1998-02-30, not 1998/03/01", "Born <date>, not <date>"},
      {"At 2025-11-10T08:15:02 and 2025-11-10 08:15:02.123", "At <date> and <date> <date>"},
      {"Trace 0f8fad5b-d9cb-469f-a165-70867728950e.", "Trace <uuid>."},
      {"The email anna.test+1@example.com is taken", "The email <email> is taken"},
      {"ANNA TEST-1234 conflicts with id:AB12", "ANNA <id> conflicts with id:<id>"},
      {"Värdet är ogiltigt {kod: 17}", "Värdet är ogiltigt {kod: <number>}"},
      {"3.5 of 10 %", "<number> of <number> %"},
      {"  several\n  lines\t here ", "several lines here"},
      {"D'ANGELO and O'BRIEN don't match", "D'ANGELO and O'BRIEN don't match"},
      {"open 'quote", "open 'quote"},
      {R"({"code": "E1", "n": 5})", R"({"…": "…", "…": <number>})"},
      {R"(said "a \"b\" c" twice)", "said \"…\" twice"},
      {"", ""}};
  for (const auto& [text, shape] : shapes) CHECK(ShapeOfError(text) == shape);
}
