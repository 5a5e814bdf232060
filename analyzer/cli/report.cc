#include "analyzer/cli/report.h"

#include <algorithm>
#include <map>

#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

struct ReasonRow {
  int64_t failures = 0;
  int64_t written = 0;
  int64_t ambiguous = 0;
  int64_t unmatched = 0;
};

using ReasonTable =
    std::map<std::pair<bool, std::string>, ReasonRow>;  // households after customers

ReasonTable TableOf(const std::vector<Failure>& failures) {
  ReasonTable table;
  for (const Failure& failure : failures) {
    ReasonRow& row = table[{failure.household, failure.reason}];
    ++row.failures;
    row.written += failure.joining == "matched";
    row.ambiguous += failure.joining == "ambiguous";
    row.unmatched += failure.joining == "unmatched";
  }
  return table;
}

std::string Right(const std::string& text, size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string Row(const std::string& reason, const std::string& failures, const std::string& written,
                const std::string& ambiguous, const std::string& unmatched) {
  // A hostile reason must not break the table.
  std::string name = reason.substr(0, 40);
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }, '?');
  name.resize(std::max<size_t>(name.size(), 24), ' ');
  return name + Right(failures, 10) + Right(written, 10) + Right(ambiguous, 11) +
         Right(unmatched, 11) + "\n";
}

std::string Line(int64_t number, const std::string& what) {
  return number == 0 ? "" : "  " + std::to_string(number) + " " + what + "\n";
}

std::string BooksText(const Books& b) {
  const auto n = [](int64_t value) { return std::to_string(value); };
  return "\nrecords seen " + n(b.seen) + " = accepted " + n(b.accepted) + " + failed " +
         n(b.failed) + " + rejected " + n(b.rejected) + "\nfailed records " + n(b.failed) +
         " = failed outcomes " + n(b.failed_outcomes) + " + further evidence " +
         n(b.further_evidence) + " + overruled " + n(b.overruled) + "\nfailed outcomes " +
         n(b.failed_outcomes) + " = failures " + n(b.failures) + " + superseded " +
         n(b.superseded) + " + resolved " + n(b.resolved) + "\nfailures " + n(b.failures) +
         " = written " + n(b.matched) + " + ambiguous " + n(b.ambiguous) + " + unmatched " +
         n(b.unmatched) + "\n";
}

void Number(JsonWriter& json, std::string_view key, int64_t value) { json.Key(key).Number(value); }

void BooksJson(JsonWriter& json, const Books& b) {
  json.Key("books").BeginObject();
  Number(json, "seen", b.seen);
  Number(json, "accepted", b.accepted);
  Number(json, "failed", b.failed);
  Number(json, "rejected", b.rejected);
  Number(json, "failed_outcomes", b.failed_outcomes);
  Number(json, "further_evidence", b.further_evidence);
  Number(json, "overruled", b.overruled);
  Number(json, "failures", b.failures);
  Number(json, "superseded", b.superseded);
  Number(json, "resolved", b.resolved);
  Number(json, "written", b.matched);
  Number(json, "ambiguous", b.ambiguous);
  Number(json, "unmatched", b.unmatched);
  json.EndObject();
}

void WriteIntake(JsonWriter& json, const IntakeReport& intake) {
  json.Key("read").BeginObject();
  Number(json, "files", intake.files);
  Number(json, "archives", intake.archives);
  Number(json, "bytes", intake.bytes);
  json.Key("files_by_role").BeginObject();
  for (const auto& [role, count] : intake.files_by_role) Number(json, role, count);
  json.EndObject();
  Number(json, "originals", intake.originals);
  Number(json, "copies", intake.copies);
  Number(json, "responses", intake.responses);
  Number(json, "log_lines", intake.log_lines);
  json.Key("repairs").BeginArray();
  for (const auto& [what, count] : intake.repairs) {
    json.BeginObject().Key("what").String(what).Key("count").Number(count).EndObject();
  }
  json.EndArray();
  Number(json, "unchanged", intake.unchanged);
  json.Key("gone").BeginArray();
  for (const auto& file : intake.gone) json.String(file);
  json.EndArray().Key("not_understood").BeginArray();
  for (const auto& file : intake.not_understood) json.String(file.file);
  json.EndArray().Key("problems").BeginArray();
  for (const auto& problem : intake.problems) json.String(problem);
  json.EndArray().EndObject();
}

}  // namespace

std::string IntakeText(const IntakeReport& intake) {
  std::string text = "\nread " + std::to_string(intake.files) + " files, " +
                     std::to_string(intake.bytes) + " bytes:";
  const char* separator = " ";
  for (const auto& [role, count] : intake.files_by_role) {
    text += separator + std::to_string(count) + " " + (role == "none" ? "without results" : role);
    separator = ", ";
  }
  text += "\n" + Line(intake.archives, "compressed files and archives") +
          Line(intake.originals, "originals") +
          Line(intake.copies, "copies of originals inside records and logs") +
          Line(intake.responses, "lists of results") + Line(intake.log_lines, "log lines");
  for (const auto& [what, count] : intake.repairs)
    text += "  " + std::to_string(count) + "× " + what + "\n";
  text += Line(intake.unchanged, "files that the index had already");
  for (const auto& file : intake.gone)
    text += "  dropped from the index, as it is gone: " + file + "\n";
  for (const auto& file : intake.not_understood) text += "  not understood: " + file.file + "\n";
  for (const auto& problem : intake.problems) text += "  " + problem + "\n";
  return text;
}

std::string IntakeJson(const IntakeReport& intake) {
  JsonWriter json;
  json.BeginObject().Key("generator").String("import-analyzer");
  WriteIntake(json, intake);
  json.EndObject();
  return json.Take();
}

std::string ReportText(const IntakeReport& intake, const MatchReport& match,
                       const std::vector<Failure>& failures) {
  std::string text = Row("reason", "failures", "written", "ambiguous", "unmatched");
  for (const auto& [key, row] : TableOf(failures)) {
    text += Row(key.second + (key.first ? " (households)" : ""), std::to_string(row.failures),
                std::to_string(row.written), std::to_string(row.ambiguous),
                std::to_string(row.unmatched));
  }
  text += Row("in all", std::to_string(match.books.failures), std::to_string(match.books.matched),
              std::to_string(match.books.ambiguous), std::to_string(match.books.unmatched));
  text += "resolved by a later success: " + std::to_string(match.books.resolved) + "\n";
  text +=
      Line(match.contradictions,
           "outcomes whose sources contradict each other (see `contradicted` in the summaries)");
  text += Line(match.names_that_disagree, "joined by an id although the name disagrees");
  text +=
      Line(match.order_unknown, "failures that may have been resolved: no source tells the order");
  for (const std::string& note : match.notes) text += "  " + note + "\n";
  return text + IntakeText(intake) + BooksText(match.books);
}

std::string ReportJson(const IntakeReport& intake, const MatchReport& match,
                       const std::vector<Failure>& failures) {
  JsonWriter json;
  json.BeginObject().Key("generator").String("import-analyzer").Key("reasons").BeginArray();
  for (const auto& [key, row] : TableOf(failures)) {
    json.BeginObject().Key("reason").String(key.second).Key("households").Bool(key.first);
    Number(json, "failures", row.failures);
    Number(json, "written", row.written);
    Number(json, "ambiguous", row.ambiguous);
    Number(json, "unmatched", row.unmatched);
    json.EndObject();
  }
  json.EndArray();
  Number(json, "resolved", match.books.resolved);
  Number(json, "contradictions", match.contradictions);
  Number(json, "names_that_disagree", match.names_that_disagree);
  Number(json, "order_unknown", match.order_unknown);
  json.Key("notes").BeginArray();
  for (const std::string& note : match.notes) json.String(note);
  json.EndArray();
  WriteIntake(json, intake);
  BooksJson(json, match.books);
  json.EndObject();
  return json.Take();
}

}  // namespace analyzer
