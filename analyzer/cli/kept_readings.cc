#include "analyzer/cli/kept_readings.h"

#include <tuple>
#include <utility>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/hash.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

constexpr char kRepair[] = "repair";
constexpr char kNotUnderstood[] = "not understood";
constexpr char kProblem[] = "problem";

}  // namespace

KeptReadings::KeptReadings(std::filesystem::path path, Index* index) : path_(std::move(path)) {
  for (Reading& reading : index->Readings()) {
    std::string on_disk = reading.file.on_disk;
    readings_.emplace(std::move(on_disk), std::move(reading));
  }
}

std::optional<Reading> KeptReadings::Find(const FoundFile& file, uint64_t terms) const {
  const auto known = readings_.find(file.path());
  if (known == readings_.end() || known->second.file.terms != terms) return std::nullopt;
  if (!IsAsRead(known->second.file)) return std::nullopt;
  Reading reading = known->second;
  reading.file.stamp = file.stamp;
  reading.file.settled = file.settled;
  return reading;
}

std::optional<LogPrefix> KeptReadings::FindPrefix(const FoundFile& file, uint64_t terms,
                                                  std::string_view bytes) const {
  const auto known = readings_.find(file.path());
  if (known == readings_.end()) return std::nullopt;
  const auto& [was, prefix] = std::tie(known->second.file, known->second.prefix);
  const auto before = static_cast<size_t>(was.stamp.bytes);
  if (!prefix || was.terms != terms || before > bytes.size() ||
      HashOf(bytes.substr(0, before)) != was.hash || !IsPlainBehind(bytes, prefix->point.at)) {
    return std::nullopt;
  }
  return prefix;
}

uint64_t ReadingTerms(const FoundFile& file, const FileContext& context,
                      const ReadingOptions& options) {
  static const std::string program = ProgramIdentity();
  std::string terms = program + file.shown() + '\0';
  terms += file.named ? 'n' : '-';
  terms += context.given == Given::kBatches ? 'b' : '-';
  terms += context.copies ? 'c' : '-';
  return Hash64(terms + std::to_string(options.limits.max_expanded));
}

std::string ProgramIdentity() {
  const FileStamp stamp = StampOf("/proc/self/exe").value_or(FileStamp());
  return ANALYZER_VERSION " " + std::to_string(stamp.bytes) + " " + std::to_string(stamp.modified);
}

void KeepReport(const IntakeReport& report, Reading* reading) {
  reading->archives = report.archives;
  reading->originals = report.originals;
  reading->copies = report.copies;
  reading->responses = report.responses;
  reading->log_lines = report.log_lines;
  for (const auto& [what, count] : report.repairs) reading->notes.push_back({kRepair, what, count});
  for (const NotUnderstood& file : report.not_understood)
    reading->notes.push_back({kNotUnderstood, file.file, int64_t{file.needs_a_look}});
  for (const std::string& problem : report.problems)
    reading->notes.push_back({kProblem, problem, 1});
}

IntakeReport ReportOf(const Reading& reading) {
  IntakeReport report;
  for (const auto& [role, count] : reading.files_by_role) report.files += count;
  report.files_by_role = reading.files_by_role;
  report.archives = reading.archives;
  report.bytes = reading.bytes;
  report.originals = reading.originals;
  report.copies = reading.copies;
  report.responses = reading.responses;
  report.log_lines = reading.log_lines;
  for (const Reading::Note& note : reading.notes) {
    if (note.kind == kRepair) report.repairs[note.text] = note.number;
    if (note.kind == kNotUnderstood) report.not_understood.push_back({note.text, note.number != 0});
    if (note.kind == kProblem) report.problems.push_back(note.text);
  }
  return report;
}

}  // namespace analyzer
