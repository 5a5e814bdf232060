#include "analyzer/cli/run_table.h"

#include <array>

namespace analyzer {
namespace {

constexpr size_t kNumberWidth = 12;
constexpr size_t kMostRuns = 20;  // in the table; the JSON report and the index have them all

std::string Right(const std::string& text, size_t width) {
  return std::string(width > text.size() ? width - text.size() : 1, ' ') + text;
}

std::string Left(std::string text, size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string Line(const RunRow& run) {
  std::string line = Right(std::to_string(run.id), 4) + "  " +
                     FormatIso({run.started.milliseconds - run.started.milliseconds % 1000, true});
  const Figures& figures = run.figures;
  for (const int64_t number : {figures.batches, figures.planned, figures.answered, figures.presumed,
                               figures.untold, figures.unanswered + figures.never_sent}) {
    line += Right(std::to_string(number), kNumberWidth);
  }
  return line + "  " + run.log + (run.household ? " (households)\n" : "\n");
}

std::string UnansweredText(const Books& books) {
  if (books.unanswered == 0) return "";
  std::string text = "\nunanswered items: " + std::to_string(books.unanswered) + "\n";
  for (const auto& [cause, count] : books.unanswered_by_cause) {
    text += "  " + Left(cause, 34) + Right(std::to_string(count), 10) + "\n";
  }
  constexpr std::array<std::pair<const char*, const char*>, 5> kStates = {
      {{"open", "to be sent again"},
       {"imported", "imported by another sending"},
       {"presumed", "presumed accepted later"},
       {"failed", "failed in another sending"},
       {"superseded", "unanswered again later"}}};
  for (const auto& [state, words] : kStates) {
    const auto count = books.unanswered_by_state.find(state);
    if (count == books.unanswered_by_state.end()) continue;
    text += "  of these " + Left(words, 25) + Right(std::to_string(count->second), 10) + "\n";
  }
  if (books.unanswered_not_at_hand > 0) {
    text += "  of these in batches whose file is not at hand" +
            Right(std::to_string(books.unanswered_not_at_hand), 6) + "\n";
  }
  return text;
}

}  // namespace

std::string RunsText(const std::vector<RunRow>& runs, const Books& books) {
  if (runs.empty()) return "";
  std::string text = "\n run  began              ";
  for (const char* const title :
       {"batches", "items", "answered", "presumed", "untold", "unanswered"}) {
    text += Right(title, kNumberWidth);
  }
  text += "  log\n";
  for (size_t i = 0; i < runs.size() && i < kMostRuns; ++i) text += Line(runs[i]);
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
