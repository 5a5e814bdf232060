#include "analyzer/cli/report.h"

#include <map>

#include "analyzer/cli/console.h"
#include "analyzer/cli/dry_run.h"
#include "analyzer/cli/text_table.h"
#include "analyzer/write/books_json.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

std::string ReasonsText(const Report& report, const Screen& screen) {
  const auto n = [](int64_t value) { return std::to_string(value); };
  const Books& books = report.match.books;
  constexpr TextTable::Align kRight = TextTable::Align::kRight;
  TextTable table({{"reason", TextTable::Align::kLeft},
                   {"failures"},
                   {"written"},
                   {"ambiguous", kRight, true},
                   {"unmatched", kRight, true},
                   {"imported"}});
  int64_t imported = 0;
  for (const ReasonRow& row : report.reasons) {
    const int64_t skipped = report.written.already_imported > 0 ? row.already_imported : 0;
    imported += row.already_imported;
    table.Add({row.reason + (row.household ? " (households)" : ""), n(row.failures),
               n(row.joined - skipped), n(row.ambiguous), n(row.unmatched),
               n(row.already_imported)});
  }
  table.Add({"in all", n(books.failures), n(books.matched - report.written.already_imported),
             n(books.ambiguous), n(books.unmatched), n(imported)});
  std::string text = table.Text(screen);
  if (imported > 0) {
    text += "imported: conflicts with oneself, an earlier attempt at the customer was a success\n";
  }
  return text + "resolved by a later success: " + n(books.resolved) + "\n";
}

std::string RetryText(const TreeReport& written) {
  std::string text;
  if (written.retry_files > 0) {
    text += "\nretry batches: " + std::to_string(written.retry_files) +
            (written.retry_files == 1 ? " file:" : " files:");
    const char* separator = " ";
    for (const auto& [reason, count] : written.retry_items) {
      text += separator + std::to_string(count) + " " + reason;
      separator = ", ";
    }
    text += "\n";
  }
  for (const auto& [why, count] : written.left_out) {
    text += "  left out of the retry batches: " + std::to_string(count) + ": " + why + "\n";
  }
  return text;
}

std::string Line(int64_t number, const std::string& what) {
  return number == 0 ? "" : "  " + std::to_string(number) + " " + what + "\n";
}

std::string BooksText(const Books& b, int64_t skipped) {
  const auto n = [](int64_t value) { return std::to_string(value); };
  std::string text = "\nrecords seen " + n(b.seen) + " = accepted " + n(b.accepted) + " + failed " +
                     n(b.failed) + " + rejected " + n(b.rejected);
  if (b.later > 0) text += " + later " + n(b.later);
  text += "\nfailed records " + n(b.failed) + " = failed outcomes " + n(b.failed_outcomes) +
          " + further evidence " + n(b.further_evidence) + " + overruled " + n(b.overruled) +
          "\nfailed outcomes " + n(b.failed_outcomes) + " = failures " + n(b.failures) +
          " + superseded " + n(b.superseded) + " + resolved " + n(b.resolved) + "\nfailures " +
          n(b.failures) + " = written " + n(b.matched - skipped) + " + ambiguous " +
          n(b.ambiguous) + " + unmatched " + n(b.unmatched);
  if (skipped > 0) text += " + already imported " + n(skipped);
  if (b.items > 0) {
    text += "\nitems of batches " + n(b.items) + " = answered " + n(b.answered) +
            " + presumed accepted " + n(b.presumed) + " + untold " + n(b.untold) +
            " + unanswered " + n(b.unanswered);
  }
  return text + "\n";
}

void Number(JsonWriter& json, std::string_view key, int64_t value) { json.Key(key).Number(value); }

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

void TellKept(const IntakeReport& intake) {
  std::string text;
  if (intake.kept > 0) {
    text = std::to_string(intake.kept) + (intake.kept == 1 ? " file" : " files") +
           " did not change and " + (intake.kept == 1 ? "was" : "were") + " not read again";
  }
  if (intake.grown > 0) {
    text += (text.empty() ? "" : "; ") + std::to_string(intake.grown) +
            (intake.grown == 1 ? " log grew and was read on from its end"
                               : " logs grew and were read on from their ends");
  }
  if (!text.empty()) Console::Get().Tell(text);
}

std::string IntakeText(const IntakeReport& intake, const Screen& screen) {
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
  for (const auto& file : intake.not_understood) {
    const std::string line = "not understood: " + file.file;
    text += "  " + (file.needs_a_look ? screen.NeedsALook(line) : line) + "\n";
  }
  for (const auto& problem : intake.problems) text += "  " + screen.NeedsALook(problem) + "\n";
  return text;
}

std::string IntakeJson(const IntakeReport& intake) {
  JsonWriter json;
  json.BeginObject().Key("generator").String("import-analyzer");
  WriteIntake(json, intake);
  json.EndObject();
  return json.Take();
}

std::string ReportText(const Report& report, const Screen& screen) {
  const MatchReport& match = report.match;
  std::string text = ReasonsText(report, screen);
  text +=
      Line(match.contradictions,
           "outcomes whose sources contradict each other (see `contradicted` in the summaries)");
  text += Line(match.names_that_disagree, "joined by an id although the name disagrees");
  text +=
      Line(match.order_unknown, "failures that may have been resolved: no source tells the order");
  text += Line(match.again_and_again, "failures for the third time or more, for the same reason");
  text += Line(match.books.untold,
               "items whose result no source tells apart: a log counts more failures than "
               "it names, or two runs wrote at once; see unanswered.json");
  for (const std::string& note : match.notes) text += "  " + note + "\n";
  return text + RetryText(report.written) + RunsText(report.runs, match.books, screen) +
         IntakeText(report.intake, screen) +
         BooksText(match.books, report.written.already_imported);
}

std::string ReportJson(const Report& report) {
  const MatchReport& match = report.match;
  JsonWriter json;
  json.BeginObject().Key("generator").String("import-analyzer").Key("reasons").BeginArray();
  for (const ReasonRow& row : report.reasons) {
    json.BeginObject();
    WriteReason(json, row);
    json.EndObject();
  }
  json.EndArray();
  Number(json, "resolved", match.books.resolved);
  Number(json, "contradictions", match.contradictions);
  Number(json, "names_that_disagree", match.names_that_disagree);
  Number(json, "order_unknown", match.order_unknown);
  Number(json, "again_and_again", match.again_and_again);
  json.Key("notes").BeginArray();
  for (const std::string& note : match.notes) json.String(note);
  json.EndArray().Key("retry").BeginObject();
  Number(json, "files", report.written.retry_files);
  WriteCounts(json, "items", report.written.retry_items);
  WriteCounts(json, "left_out", report.written.left_out);
  json.EndObject();
  WriteRuns(json, report.runs);
  WriteIntake(json, report.intake);
  WriteBooks(json, match.books, report.written.already_imported);
  if (report.dry_run) WriteDryRun(json, report.written.changes);
  json.EndObject();
  return json.Take();
}

}  // namespace analyzer
