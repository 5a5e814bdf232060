#include "analyzer/cli/audit_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/cli/audit_lists.h"
#include "analyzer/cli/text_table.h"

namespace analyzer {
namespace {

constexpr size_t kMostRunsAlone = 10;
constexpr size_t kMostReasons = 6;  // columns; the others are put together

std::string Time(LocalTime time) {
  std::string text = FormatIso({time.milliseconds - time.milliseconds % 1000, true});
  text[text.find('T')] = ' ';
  return text;
}

std::string Duration(int64_t seconds) {
  constexpr int64_t kMinute = 60;
  constexpr int64_t kHour = 60 * kMinute;
  const auto two = [](int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return Cell(seconds / kHour) + ":" + two(seconds % kHour / kMinute) + ":" +
         two(seconds % kMinute);
}

std::string Tenths(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", number);
  return text.data();
}

std::string Percent(const Figures& figures) {
  const auto rate = figures.success_rate();
  return rate ? Tenths(*rate * 100) + " %" : "-";
}

std::string ItemsASecond(const Figures& figures, int64_t seconds) {
  if (seconds == 0) return "-";
  return Tenths(static_cast<double>(figures.sent) / static_cast<double>(seconds));
}

// Calls `add(name, run)` for the first runs, and for all of them together (nullptr).
template <typename Add>
std::string RunsTable(const Audit& audit, const Screen& screen, TextTable* table, Add add) {
  for (size_t i = 0; i < audit.runs.size() && i < kMostRunsAlone; ++i) {
    add(Cell(audit.runs[i].id), &audit.runs[i]);
  }
  add("in all", nullptr);
  return table->Text(screen) + AndMore(audit.runs.size(), kMostRunsAlone) + "\n";
}

std::string SentText(const Audit& audit, const Screen& screen) {
  TextTable table({{"run"},
                   {"began", kLeft, false, true},
                   {"batches"},
                   {"planned"},
                   {"never sent"},
                   {"sent"},
                   {"answered"},
                   {"presumed"},
                   {"untold"},
                   {"unanswered"},
                   {"log", kLeft}});
  return RunsTable(audit, screen, &table, [&](const std::string& name, const RunRow* run) {
    const Figures& f = run == nullptr ? audit.totals : run->figures;
    table.Add({name, run == nullptr ? "" : Time(run->started), Cell(f.batches), Cell(f.planned),
               Cell(f.never_sent), Cell(f.sent), Cell(f.answered), Cell(f.presumed), Cell(f.untold),
               Cell(f.unanswered),
               run == nullptr ? "" : run->log + (run->household ? " (households)" : "")});
  });
}

// The most frequent reasons, which get a column each.
std::vector<std::string> ReasonColumns(const Figures& totals) {
  std::vector<std::pair<int64_t, std::string>> reasons;
  for (const auto& [reason, count] : totals.reasons) reasons.emplace_back(-count, reason);
  std::sort(reasons.begin(), reasons.end());
  if (reasons.size() > kMostReasons) reasons.resize(kMostReasons);
  std::vector<std::string> names;
  for (const auto& [count, reason] : reasons) names.push_back(reason);
  return names;
}

std::string AnsweredText(const Audit& audit, const Screen& screen) {
  const std::vector<std::string> reasons = ReasonColumns(audit.totals);
  const bool others = reasons.size() < audit.totals.reasons.size();
  std::vector<TextTable::Column> columns = {
      {"run"}, {"answered"}, {"succeeded"}, {"rate"}, {"failed"}};
  for (const std::string& reason : reasons) columns.push_back({reason});
  if (others) columns.push_back({"others"});
  TextTable table(columns);
  return RunsTable(audit, screen, &table, [&](const std::string& name, const RunRow* run) {
    const Figures& f = run == nullptr ? audit.totals : run->figures;
    std::vector<std::string> cells = {name, Cell(f.answered), Cell(f.succeeded), Percent(f),
                                      Cell(f.failed())};
    int64_t rest = f.failed();
    for (const std::string& reason : reasons) {
      const auto found = f.reasons.find(reason);
      const int64_t count = found == f.reasons.end() ? 0 : found->second;
      rest -= count;
      cells.push_back(Cell(count));
    }
    if (others) cells.push_back(Cell(rest));
    table.Add(cells);
  });
}

std::string AttemptsText(const Audit& audit, const Screen& screen) {
  TextTable table({{"run"},
                   {"took"},
                   {"items a second"},
                   {"batches"},
                   {"attempts"},
                   {"answered after a failed attempt"},
                   {"failures resolved later"}});
  return RunsTable(audit, screen, &table, [&](const std::string& name, const RunRow* run) {
    const Figures& f = run == nullptr ? audit.totals : run->figures;
    const int64_t seconds = run == nullptr ? audit.duration_seconds : run->duration_seconds();
    table.Add({name, Duration(seconds), ItemsASecond(f, seconds), Cell(f.batches), Cell(f.attempts),
               Cell(f.answered_after_a_failure),
               Cell(run == nullptr ? audit.resolved : run->resolved)});
  });
}

std::string LastWordsText(const LastWordCounts& words) {
  const int64_t failed = words.failures + words.superseded + words.resolved;
  std::string text = "attempts at single items that failed: " + Cell(failed) + " = " +
                     Cell(words.failures) + " failures that stand + " + Cell(words.superseded) +
                     " that failed again later + " + Cell(words.resolved) + " resolved later\n";
  text += "of these " + Cell(words.in_batches) + " are the result of an item of a batch";
  if (words.outside_runs > 0)
    text += ", " + Cell(words.outside_runs) + " are of a run of which no log is at hand";
  if (words.beside_items > 0)
    text += ", " + Cell(words.beside_items) +
            " are of a run, but the result of none of its items: replaced by a further attempt, or "
            "of somebody whom no batch holds";
  return text + "\n\n";
}

std::string ReasonsText(const Audit& audit, const Screen& screen) {
  TextTable table({{"reason", kLeft},
                   {"failures"},
                   {"joined"},
                   {"ambiguous"},
                   {"unmatched"},
                   {"imported"},
                   {"failed again"},
                   {"resolved"}});
  for (const ReasonRow& row : audit.reasons) {
    table.Add({row.reason + (row.household ? " (households)" : ""), Cell(row.failures),
               Cell(row.joined), Cell(row.ambiguous), Cell(row.unmatched),
               Cell(row.already_imported), Cell(row.superseded), Cell(row.resolved)});
  }
  return table.Text(screen) + (table.rows() > 0 ? "\n" : "") + LastWordsText(audit.last_words);
}

}  // namespace

std::string AuditText(const Audit& audit, const Screen& screen) {
  std::string text;
  if (!audit.runs.empty())
    text += SentText(audit, screen) + AnsweredText(audit, screen) + AttemptsText(audit, screen);
  return text + ReasonsText(audit, screen) + AuditLists(audit, screen);
}

}  // namespace analyzer
