#include "analyzer/base/local_time.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "analyzer/base/ascii.h"

namespace analyzer {
namespace {

// Reads digits and single characters off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::optional<int> Digits(size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (size_t i = 0; i < count; ++i) {
      if (!IsDigit(rest_[i])) return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool OneOf(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest() const { return rest_; }
  void Reset(std::string_view rest) { rest_ = rest; }

 private:
  std::string_view rest_;
};

std::optional<LocalTime> Make(std::optional<int> year, std::optional<int> month,
                              std::optional<int> day, std::optional<int> hour,
                              std::optional<int> minute, std::optional<int> second) {
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return LocalTime{((days * 24 + *hour) * 60 + *minute) * 60'000 + *second * int64_t{1000}, true};
}

// A date, and a time where one follows; moves behind what was read.
std::optional<LocalTime> DateInName(Scanner* scanner) {
  const std::string_view before = scanner->rest();
  const auto year = scanner->Digits(4);
  const bool dashed = scanner->OneOf("-");
  const auto month = scanner->Digits(2);
  if (dashed && !scanner->OneOf("-")) return std::nullopt;
  const auto day = scanner->Digits(2);
  if (!year || *year < 1990 || *year > 2099) return std::nullopt;
  const auto date = Make(year, month, day, 0, 0, 0);
  if (!date) return std::nullopt;
  const std::string_view behind_date = scanner->rest();
  const bool apart = scanner->OneOf("_-T ");
  const auto hour = scanner->Digits(2);
  const bool divided = scanner->OneOf("-:");
  const auto minute = scanner->Digits(2);
  if (divided) scanner->OneOf("-:");
  const auto second = scanner->Digits(2);
  const auto time = Make(year, month, day, hour, minute, second);
  const bool ends = scanner->rest().empty() || !IsDigit(scanner->rest().front());
  if (time && ends && (apart || before.size() - scanner->rest().size() == 14)) return time;
  scanner->Reset(behind_date);
  if (!behind_date.empty() && IsDigit(behind_date.front())) return std::nullopt;
  return date;
}

}  // namespace

std::optional<LocalTime> ParseCompactTime(std::string_view text) {
  Scanner scanner(text);
  const auto year = scanner.Digits(4);
  const auto month = scanner.Digits(2);
  const auto day = scanner.Digits(2);
  if (!scanner.OneOf("_")) return std::nullopt;
  const auto hour = scanner.Digits(2);
  const auto minute = scanner.Digits(2);
  const auto second = scanner.Digits(2);
  if (!scanner.rest().empty()) return std::nullopt;
  return Make(year, month, day, hour, minute, second);
}

// Each line of a log has one, so the digits are looked at where they must be.
std::optional<LocalTime> ParseTime(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd dd:dd:dd";
  if (text.size() < kShape.size()) return std::nullopt;
  for (size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == 'd'
                          ? IsDigit(text[i])
                          : text[i] == kShape[i] || (text[i] == 'T' && kShape[i] == ' ');
    if (!fits) return std::nullopt;
  }
  const auto two = [&](size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  auto time = Make(two(0) * 100 + two(2), two(5), two(8), two(11), two(14), two(17));
  std::string_view rest = text.substr(kShape.size());
  if (!time || rest.empty()) return time;
  if (IsDigit(rest.front())) return std::nullopt;
  if (rest.front() != '.' && rest.front() != ',') return time;
  int64_t scale = 100;
  for (rest.remove_prefix(1); !rest.empty() && IsDigit(rest.front()); rest.remove_prefix(1)) {
    time->milliseconds += (rest.front() - '0') * scale;
    scale /= 10;
    time->whole_second = false;
  }
  return time;
}

std::optional<Period> ParsePeriod(std::string_view text) {
  constexpr int64_t kSecond = 1000;
  constexpr int64_t kDay = int64_t{24} * 3600 * kSecond;
  constexpr size_t kDateLength = 10;
  constexpr size_t kMinuteLength = 16;
  const std::string whole(text);
  std::optional<LocalTime> time = ParseTime(text);
  if (!time) time = ParseCompactTime(text);
  int64_t length = time && !time->whole_second ? 1 : kSecond;
  if (!time && text.size() == kMinuteLength) {
    time = ParseTime(whole + ":00");
    length = 60 * kSecond;
  }
  if (!time && text.size() == kDateLength) {
    time = ParseTime(whole + " 00:00:00");
    length = kDay;
  }
  if (!time) return std::nullopt;
  return Period{time->milliseconds, time->milliseconds + length};
}

std::optional<LocalTime> TimeInPath(std::string_view path) {
  std::optional<LocalTime> latest;
  for (size_t at = 0; at < path.size(); ++at) {
    if (!IsDigit(path[at]) || (at > 0 && IsDigit(path[at - 1]))) continue;
    Scanner scanner(path.substr(at));
    const auto time = DateInName(&scanner);
    if (time && (!latest || latest->milliseconds < time->milliseconds)) latest = time;
  }
  return latest;
}

std::string FormatCompact(LocalTime time) {
  std::string text;
  for (const char c : FormatIso({time.milliseconds, true})) {
    if (c == 'T') text += '_';
    if (IsDigit(c)) text += c;
  }
  return text;
}

std::string FormatIso(LocalTime time) {
  using std::chrono::milliseconds;
  const std::chrono::sys_time<milliseconds> moment{milliseconds(time.milliseconds)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(moment - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::string result(text.data());
  if (!time.whole_second) {
    std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(clock.subseconds().count()));
    result += text.data();
  }
  return result;
}

}  // namespace analyzer
