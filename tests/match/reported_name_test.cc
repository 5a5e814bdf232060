#include "analyzer/match/reported_name.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("A user name has a name, and may have a date and a personal number") {
  CHECK(SplitUsername("EVA LIND-1234").name == "eva lind");
  CHECK(SplitUsername("MAY-BRITT-ÖBERG-1234").name == "may-britt-öberg");
  const auto full = SplitUsername("ÅKE AF UGGLAS-19540818-3256");
  CHECK(full.name == "åke af ugglas");
  CHECK(full.date == "19540818");
  CHECK(full.personal_number == "195408183256");
  CHECK(SplitUsername("EVA LIND-540818-3256").personal_number == "5408183256");
  CHECK(SplitUsername("eva@example.org").name == "eva@example.org");
}

TEST_CASE("A reported user name is compared with the names that were sent") {
  Original sent;
  sent.first_name = "Björn";
  sent.last_name = "Ek";
  CHECK(IsNameOf("BJÖRN EK-1234", sent));
  CHECK(IsNameOf("BJÖRN-EK-1234", sent));
  CHECK(IsNameOf("BJÃ–RN EK-1234", sent));
  CHECK_FALSE(IsNameOf("BJORN EK-1234", sent));
  CHECK_FALSE(IsNameOf("EK BJÖRN-1234", sent));
  sent.username = "Nisse 7";
  CHECK(IsNameOf("NISSE 7", sent));
  sent.first_name = "BjÃ¶rn";
  CHECK(IsNameOf("BJÖRN EK-1234", sent));
}
