#include "analyzer/write/history_text.h"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/base/local_time.h"
#include "analyzer/base/unicode.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

constexpr size_t kMostCharacters = 200;  // of a source's text

// ` in run 2, batch 5, attempt 1`, as far as it is known.
std::string PlaceOf(const HistoryEvent& event) {
  std::string place;
  const auto add = [&](const char* name, std::optional<int64_t> number) {
    if (number) place += (place.empty() ? " in " : ", ") + (name + std::to_string(*number));
  };
  add("run ", event.run);
  add("batch ", event.batch);
  add("attempt ", event.attempt);
  return place;
}

std::string TimeText(const std::optional<LocalTime>& time) {
  return time ? FormatIso(*time) : "no time is told";
}

// White space, line breaks among it, becomes one blank.
std::string OnOneLine(std::string_view text) {
  std::string line;
  for (const char c : Trim(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) line += c;
    if (blank && !line.ends_with(' ')) line += ' ';
  }
  return line;
}

// What a strategy came to, for one line.
std::string FindingOf(const JoinStep& step) {
  std::string text = step.strategy + " " + step.value;
  if (step.repaired) text += ", a wrong code page undone";
  text += ": ";
  if (step.customers.empty() && step.ruled_out.empty()) text += "nobody";
  if (step.customers.empty() && !step.ruled_out.empty()) text += "nobody else";
  for (size_t i = 0; i < step.customers.size(); ++i) {
    text += (i == 0 ? "" : ", ") + step.customers[i];
  }
  if (step.in_batch) text += ", in the batch";
  if (step.decides()) text += ": decides";
  if (step.customers.size() > 1) text += ": the next ones choose among these";
  for (const RuledOut& out : step.ruled_out) text += "; not " + out.customer + ", " + out.why;
  return text;
}

// What each strategy came to, a line each; those that the record gives nothing to share one.
std::string WayOf(const JoinTrace& joining) {
  std::string way;
  std::string none;
  const auto end_none = [&] {
    if (!none.empty()) way += none + ": the record tells none\n";
    none.clear();
  };
  for (const JoinStep& step : joining.steps) {
    if (step.value.empty()) {
      none += (none.empty() ? "" : ", ") + step.strategy;
      continue;
    }
    end_none();
    way += FindingOf(step) + "\n";
  }
  end_none();
  if (!joining.version.empty()) way += "of several versions this one: " + joining.version + "\n";
  return way;
}

// What became of an unanswered item.
std::string FateOf(const std::string& state) {
  if (state == "open") return "open, to be sent again";
  if (state == "imported") return "imported by another sending";
  if (state == "failed") return "another sending failed";
  if (state == "presumed") return "sent again later, and presumed accepted";
  return "unanswered again later";
}

class Teller {
 public:
  explicit Teller(const CustomerHistory& history) : history_(history) {
    for (const HistoryEvent& event : history.events) {
      if (event.outcome.id != 0) outcomes_[event.outcome.id] = &event;
    }
    for (const HistoryOriginal& original : history.originals) originals_[original.id] = &original;
  }

  std::string Tell() {
    Line(0, history_.customer);
    for (const HistoryOriginal& original : history_.originals) Tell(original);
    if (history_.originals.empty()) Line(0, "no original of it was read");
    for (const std::string& other : history_.candidate_for) {
      Line(0, "may be the one whom this means: " + other);
    }
    for (const HistoryEvent& event : history_.events) Tell(event);
    if (history_.events.empty()) Line(0, "no source tells that it was sent or answered");
    for (const WrittenFile& file : history_.written) {
      Line(0, "written to " + file.path +
                  (file.position ? ", place " + std::to_string(*file.position + 1) : ""));
    }
    return std::move(out_);
  }

 private:
  void Line(int depth, const std::string& text) {
    out_.append(static_cast<size_t>(depth) * 2, ' ');
    out_ += TerminalText(text) + "\n";
  }

  void Tell(const HistoryOriginal& original) {
    std::string title = original.copy ? "copied in " : "original in ";
    title += PlaceName(original.place);
    if (original.position) title += ", item " + std::to_string(*original.position + 1);
    if (!original.change_type.empty()) title += ", " + original.change_type;
    if (!original.version.empty() && !told_versions_.insert(original.version).second)
      return Line(0, title + ", equal in value");
    Line(0, title);
    TellText(1, original.place);
  }

  void Tell(const HistoryEvent& event) {
    out_ += '\n';
    switch (event.kind) {
      case HistoryEvent::Kind::kSent:
        Line(0, TimeText(event.time) + "  sent" + PlaceOf(event) + EndingOf(event));
        break;
      case HistoryEvent::Kind::kNeverSent:
        Line(0, "planned, and no attempt is known" + PlaceOf(event));
        break;
      case HistoryEvent::Kind::kOutcome:
        TellOutcome(event);
        break;
      case HistoryEvent::Kind::kUnanswered:
        Line(0,
             "never answered" + PlaceOf(event) + ": " + event.cause + "; " + FateOf(event.state));
        break;
    }
    for (const SourcePlace& place : event.told_at) TellPlace(1, place, "");
  }

  static std::string EndingOf(const HistoryEvent& event) {
    if (event.ending.empty()) return "; no line tells how it ended";
    return "; " + event.ending + (event.ended ? " at " + FormatIso(*event.ended) : "");
  }

  void TellOutcome(const HistoryEvent& event) {
    const HistoryOutcome& outcome = event.outcome;
    last_way_.clear();
    Line(0, TimeText(event.time) + "  " + outcome.result + PlaceOf(event) +
                (outcome.error.empty() ? "" : ": " + OnOneLine(outcome.error)));
    Line(1, StandingOf(outcome));
    TellMarks(outcome);
    Line(1, JoiningOf(outcome));
    for (const HistoryRecord& record : outcome.evidence) Tell(record);
    for (const HistoryCandidate& candidate : outcome.candidates) {
      TellPlace(1, candidate.original.place,
                ", candidate " + candidate.original.customer + ": " + candidate.why);
    }
  }

  std::string StandingOf(const HistoryOutcome& outcome) const {
    if (outcome.state == "failure") return "the last word: a failure";
    if (outcome.state == "superseded") return "superseded by " + NameOf(outcome.superseded_by);
    if (outcome.state == "resolved") return "resolved by " + NameOf(outcome.resolved_by);
    return outcome.state;
  }

  std::string NameOf(int64_t outcome) const {
    const auto found = outcomes_.find(outcome);
    if (found == outcomes_.end()) return "another outcome";
    return "the " + found->second->outcome.result + " of " + TimeText(found->second->time);
  }

  void TellMarks(const HistoryOutcome& outcome) {
    if (outcome.contradicted) Line(1, "contradicted: its evidence names different results");
    if (outcome.order_unknown) Line(1, "a success is known too, but not which came last");
    if (outcome.already_imported) Line(1, "a conflict with itself: an earlier sending succeeded");
    if (outcome.presumed_later) Line(1, "sent again later, and presumed accepted");
    if (outcome.name_disagrees) Line(1, "joined by an id although the names differ");
  }

  std::string JoiningOf(const HistoryOutcome& outcome) const {
    if (outcome.joining != "matched") return "not joined: " + outcome.joining;
    const auto original = originals_.find(outcome.original);
    return "joined by " + outcome.joined_by +
           (original == originals_.end() ? "" : " to " + PlaceName(original->second->place));
  }

  // Records of one outcome that went the same way tell it once.
  void Tell(const HistoryRecord& record) {
    std::string title = ", " + record.voice + ": " + record.result;
    if (!record.error.empty()) title += ", " + OnOneLine(record.error);
    TellPlace(1, record.place, title);
    const std::string way = WayOf(record.joining);
    if (way.empty() || way == last_way_) return;
    last_way_ = way;
    for (size_t at = 0, end = 0; at < way.size(); at = end + 1) {
      end = way.find('\n', at);
      Line(3, way.substr(at, end - at));
    }
  }

  void TellPlace(int depth, const SourcePlace& place, const std::string& more) {
    Line(depth, PlaceName(place) + more);
    TellText(depth + 1, place);
  }

  void TellText(int depth, const SourcePlace& place) {
    if (!place.why_no_text.empty()) Line(depth, "(" + place.why_no_text + ")");
    if (place.text.empty()) return;
    const std::string line = OnOneLine(place.text);
    const std::string_view shown = FirstCharacters(line, kMostCharacters);
    Line(depth, "| " + std::string(shown) + (shown.size() < line.size() ? "…" : ""));
  }

  // `FILE:LINE`, as editors take it.
  static std::string PlaceName(const SourcePlace& place) {
    if (place.line != 0) return place.file + ":" + std::to_string(place.line);
    return place.file + ", byte " + std::to_string(place.byte_begin);
  }

  const CustomerHistory& history_;
  std::map<int64_t, const HistoryEvent*> outcomes_;
  std::map<int64_t, const HistoryOriginal*> originals_;
  std::set<std::string> told_versions_;
  std::string last_way_;
  std::string out_;
};

}  // namespace

std::string HistoryText(const CustomerHistory& history) { return Teller(history).Tell(); }

}  // namespace analyzer
