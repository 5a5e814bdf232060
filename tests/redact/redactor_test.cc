#include "analyzer/redact/redactor.h"

#include <catch2/catch.hpp>
#include <memory>
#include <utility>

namespace analyzer {
namespace {

std::unique_ptr<Redactor> OverNothing() {
  static const auto kIndex = Index::CreateTemporary();
  return std::move(Redactor::For(kIndex.value().get(), SecretKey::Of(7)).value());
}

TEST_CASE("a name is the same in a user name, a message and a log line") {
  const auto redactor = OverNothing();
  const std::string first = redactor->Name("TORE");
  const std::string last = redactor->Name("BJÖRKVALL");
  CHECK(first != "TORE");
  CHECK(redactor->Username("TORE BJÖRKVALL-1522").starts_with(first + " " + last + "-"));
  CHECK(redactor->FreeText("FOUND FAILED CUSTOMER: None - TORE BJÖRKVALL-1522")
            .starts_with("FOUND FAILED CUSTOMER: None - " + first + " " + last + "-"));
}

TEST_CASE("the words of a message stay, the persons in it go") {
  const auto redactor = OverNothing();
  CHECK(redactor->FreeText("Customer already exists with this ID") ==
        "Customer already exists with this ID");
  const std::string text = redactor->FreeText("Customer Ivar Ahlmyr, born 1961-03-14, exists");
  CHECK(text.find("Ivar") == std::string::npos);
  CHECK(text.find("Ahlmyr") == std::string::npos);
  CHECK(text.find("1961-03-14") == std::string::npos);
  CHECK(text.starts_with("Customer "));
  CHECK(text.ends_with(", exists"));
}

TEST_CASE("a personal number is the same in every form") {
  const auto redactor = OverNothing();
  const std::string twelve = redactor->PersonalNumber("196103141234");
  CHECK(twelve != "196103141234");
  CHECK(redactor->PersonalNumber("6103141234") == twelve.substr(2));
  CHECK(redactor->PersonalNumber("19610314-1234") == twelve.substr(0, 8) + "-" + twelve.substr(8));
  CHECK(redactor->PersonalNumber("1961-03-14") ==
        twelve.substr(0, 4) + "-" + twelve.substr(4, 2) + "-" + twelve.substr(6, 2));
  CHECK(redactor->Username("ANNA TEST-1234").ends_with("-" + twelve.substr(8)));
}

TEST_CASE("an email gets a domain that is nobody's") {
  const auto redactor = OverNothing();
  const std::string email = redactor->Email("anna.svensson@mail.org");
  CHECK(email.find("anna") == std::string::npos);
  CHECK(email.find("mail") == std::string::npos);
  CHECK(email.ends_with(".example"));
  CHECK(redactor->Email("ANNA.SVENSSON@mail.org").find('@') != std::string::npos);
  CHECK(redactor->FreeText("to anna.svensson@mail.org.") == "to " + email + ".");
}

TEST_CASE("an id stays, but not one that tells who somebody is") {
  const auto redactor = OverNothing();
  for (const std::string id : {"51000100001", "CUST-5100", "5100010000", "200000000000"}) {
    CHECK(redactor->Id(id) == id);
    CHECK(redactor->Customer("customer:" + id) == "customer:" + id);
  }
  for (const std::string id : {"anna@mail.org", "19610314-1234", "196103141234", "610314-1234"}) {
    CHECK(redactor->Id(id) == redactor->Name(id));
    CHECK(redactor->Id(id) != id);
    CHECK(redactor->Customer("customer:" + id) == "customer:" + redactor->Id(id));
  }
}

}  // namespace
}  // namespace analyzer
