#include "analyzer/redact/pseudonyms.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

TEST_CASE("equal words get equal pseudonyms, in the case of the word") {
  Pseudonyms pseudonyms(SecretKey::Of(3));
  const std::string upper = pseudonyms.Word("ÅKERSTRÖM");
  CHECK(upper == Upper(upper));
  CHECK(pseudonyms.Word("åkerström") == Fold(upper));
  const std::string name = pseudonyms.Word("Åkerström");
  CHECK(Fold(name) == Fold(upper));
  CHECK(name != upper);
  CHECK(name != Fold(upper));
}

TEST_CASE("names that differ in their case only still differ") {
  Pseudonyms pseudonyms(SecretKey::Of(3));
  CHECK(pseudonyms.Word("McDonald") != pseudonyms.Word("Mcdonald"));
  CHECK(Fold(pseudonyms.Word("McDonald")) == Fold(pseudonyms.Word("MCDONALD")));
}

TEST_CASE("composed and decomposed letters are one word") {
  Pseudonyms pseudonyms(SecretKey::Of(3));
  CHECK(pseudonyms.Word("Z\xC3\xB6"
                        "e") == pseudonyms.Word("Zo\xCC\x88"
                                                "e"));
}

TEST_CASE("a pseudonym has a letter beside ASCII where the word has one") {
  Pseudonyms pseudonyms(SecretKey::Of(3));
  CHECK(pseudonyms.Word("Anna").find("\xC3") == std::string::npos);
  CHECK(pseudonyms.Word("Åsa").find("\xC3") != std::string::npos);
}

TEST_CASE("different words get different pseudonyms, and none that is to be avoided") {
  Pseudonyms first(SecretKey::Of(3));
  const std::string would_be = first.Word("anna");
  Pseudonyms pseudonyms(SecretKey::Of(3));
  pseudonyms.Avoid(would_be);
  CHECK(pseudonyms.Word("anna") != would_be);
  std::set<std::string> given;
  for (int i = 0; i < 20000; ++i) {
    std::string word;
    for (int n = i; n > 0; n /= 26) word.push_back(static_cast<char>('a' + n % 26));
    given.insert(pseudonyms.Word("n" + word));
  }
  CHECK(given.size() == 20000);
}

TEST_CASE("another key gives other pseudonyms, the same key the same") {
  Pseudonyms one(SecretKey::Of(3));
  Pseudonyms again(SecretKey::Of(3));
  Pseudonyms other(SecretKey::Of(4));
  CHECK(one.Word("anna") == again.Word("anna"));
  CHECK(one.Word("anna") != other.Word("anna"));
  CHECK(one.Digits("51000100001") == again.Digits("51000100001"));
  CHECK(one.Digits("51000100001") != other.Digits("51000100001"));
}

TEST_CASE("digits are permuted: as many, no two alike, a zero first where one was") {
  const Pseudonyms pseudonyms(SecretKey::Of(3));
  for (const int length : {1, 2, 3, 4}) {
    std::set<std::string> given;
    int count = 1;
    for (int i = 0; i < length; ++i) count *= 10;
    for (int number = 0; number < count; ++number) {
      std::string digits = std::to_string(number);
      digits.insert(0, static_cast<size_t>(length) - digits.size(), '0');
      const std::string made = pseudonyms.Digits(digits);
      REQUIRE(made.size() == digits.size());
      REQUIRE((made[0] == '0') == (digits[0] == '0'));
      given.insert(made);
    }
    CHECK(given.size() == static_cast<size_t>(count));
  }
  CHECK(pseudonyms.Digits(std::string(80, '7')).size() == 80);
}

// Every day of a leap year, in the four digits of its month and day.
std::set<std::string> DaysOf(const std::string& year) {
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::set<std::string> days;
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= kDays[month - 1]; ++day) {
      const int number = month * 100 + day;
      days.insert(year + (number < 1000 ? "0" : "") + std::to_string(number));
    }
  }
  return days;
}

TEST_CASE("the days of a year are permuted, and 02-29 stays") {
  const Pseudonyms pseudonyms(SecretKey::Of(3));
  const auto days = DaysOf("1964");
  std::set<std::string> given;
  for (const std::string& day : days) given.insert(pseudonyms.Digits(day));
  CHECK(given == days);
  CHECK(pseudonyms.Digits("19640229") == "19640229");
}

TEST_CASE("a personal number gives the same in all of its forms") {
  const Pseudonyms pseudonyms(SecretKey::Of(3));
  // A day of the calendar, of who is not registered, of no month, and a day that its month lacks.
  for (const std::string date : {"19610314", "20040131", "19610374", "19610399", "19610231"}) {
    const std::string moved = pseudonyms.Digits(date);
    const std::string number = pseudonyms.Digits("1234");
    CHECK(pseudonyms.Digits(date.substr(2)) == moved.substr(2));
    CHECK(pseudonyms.Digits(date + "1234") == moved + number);
    CHECK(pseudonyms.Digits(date.substr(2) + "1234") == moved.substr(2) + number);
  }
  CHECK(pseudonyms.Digits("19610374").substr(6, 2) > "60");
}

TEST_CASE("what is no date does not become one") {
  const Pseudonyms pseudonyms(SecretKey::Of(3));
  for (int number = 0; number < 300; ++number) {
    const std::string digits = std::to_string(51990000 + number);
    const std::string month = pseudonyms.Digits(digits).substr(4, 2);
    const bool was_month = digits.substr(4, 2) >= "01" && digits.substr(4, 2) <= "12";
    REQUIRE((month >= "01" && month <= "12") == was_month);
  }
}

}  // namespace
}  // namespace analyzer
