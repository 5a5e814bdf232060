#include "analyzer/cli/run_table.h"

#include <array>

#include "analyzer/cli/text_table.h"

namespace analyzer {
namespace {

constexpr size_t kMostRuns = 20;  // in the table; the JSON report and the index have them all
constexpr TextTable::Align kRight = TextTable::Align::kRight;

std::vector<std::string> Cells(const RunRow& run) {
  std::vector<std::string> cells = {
      std::to_string(run.id),
      FormatIso({run.started.milliseconds - run.started.milliseconds % 1000, true})};
  const Figures& figures = run.figures;
  for (const int64_t number : {figures.batches, figures.planned, figures.answered, figures.presumed,
                               figures.untold, figures.unanswered + figures.never_sent}) {
    cells.push_back(std::to_string(number));
  }
  cells.push_back(run.log + (run.household ? " (households)" : ""));
  return cells;
}

std::string UnansweredText(const Books& books) {
  if (books.unanswered == 0) return "";
  const std::string title = "unanswered items: " + std::to_string(books.unanswered);
  TextTable table({{title, kLeft}, {""}});
  for (const auto& [cause, count] : books.unanswered_by_cause)
    table.Add({"  " + cause, std::to_string(count)});
  constexpr std::array<std::pair<const char*, const char*>, 5> kStates = {
      {{"open", "to be sent again"},
       {"imported", "imported by another sending"},
       {"presumed", "presumed accepted later"},
       {"failed", "failed in another sending"},
       {"superseded", "unanswered again later"}}};
  for (const auto& [state, words] : kStates) {
    const auto count = books.unanswered_by_state.find(state);
    if (count == books.unanswered_by_state.end()) continue;
    table.Add({"  of these " + std::string(words), std::to_string(count->second)});
  }
  if (books.unanswered_not_at_hand > 0) {
    table.Add({"  of these in batches whose file is not at hand",
               std::to_string(books.unanswered_not_at_hand)});
  }
  return "\n" + table.Text();
}

}  // namespace

std::string RunsText(const std::vector<RunRow>& runs, const Books& books, const Screen& screen) {
  if (runs.empty()) return "";
  TextTable table({{"run"},
                   {"began", kLeft, false, true},
                   {"batches"},
                   {"items"},
                   {"answered"},
                   {"presumed"},
                   {"untold", kRight, true},
                   {"unanswered"},
                   {"log", kLeft}});
  for (size_t i = 0; i < runs.size() && i < kMostRuns; ++i) table.Add(Cells(runs[i]));
  std::string text = "\n" + table.Text(screen);
  if (runs.size() > kMostRuns) {
    text += "  ... and " + std::to_string(runs.size() - kMostRuns) + " more, see --json\n";
  }
  return text + UnansweredText(books);
}

void WriteRuns(JsonWriter& json, const std::vector<RunRow>& runs) {
  json.Key("runs").BeginArray();
  for (const RunRow& run : runs) {
    json.BeginObject().Key("run").Number(run.id).Key("log").String(run.log);
    json.Key("started").String(FormatIso(run.started)).Key("ended").String(FormatIso(run.ended));
    const Figures& figures = run.figures;
    json.Key("households").Bool(run.household).Key("batches").Number(figures.batches);
    json.Key("items").Number(figures.planned).Key("answered").Number(figures.answered);
    json.Key("presumed").Number(figures.presumed).Key("untold").Number(figures.untold);
    json.Key("unanswered").Number(figures.unanswered + figures.never_sent).EndObject();
  }
  json.EndArray();
}

}  // namespace analyzer
