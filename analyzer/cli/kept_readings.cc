#include "analyzer/cli/kept_readings.h"

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

KeptReadings::KeptReadings(std::filesystem::path path, Index* index)
    : path_(std::move(path)), database_(index->database()), prefixes_(LoadLogPrefixes(database_)) {
  ForEachIndexedFile(database_, [&](const IndexedFile& file) {
    known_.emplace(HashOf(file.on_disk), Known{file.stamp, file.settled, file.hash, file.terms});
  });
}

const KeptReadings::Known* KeptReadings::KnownOf(const FoundFile& file) const {
  const auto found = known_.find(HashOf(file.path()));
  return found == known_.end() ? nullptr : &found->second;
}

bool KeptReadings::Has(const FoundFile& file, uint64_t terms) const {
  const Known* const known = KnownOf(file);
  return known != nullptr && known->terms == terms &&
         IsAsRead(file.path(), known->stamp, known->settled, known->hash);
}

Reading KeptReadings::Load(const FoundFile& file) const {
  Reading reading = LoadReading(database_, file.path());
  reading.file.stamp = file.stamp;
  reading.file.settled = file.settled;
  const auto prefix = prefixes_.find(file.path());
  if (prefix != prefixes_.end()) reading.prefix = prefix->second;
  return reading;
}

std::optional<LogPrefix> KeptReadings::FindPrefix(const FoundFile& file, uint64_t terms,
                                                  std::string_view bytes) const {
  const auto prefix = prefixes_.find(file.path());
  const Known* const was = KnownOf(file);
  if (prefix == prefixes_.end() || was == nullptr) return std::nullopt;
  const auto before = static_cast<size_t>(was->stamp.bytes);
  if (was->terms != terms || before > bytes.size() ||
      HashOf(bytes.substr(0, before)) != was->hash ||
      !IsPlainBehind(bytes, prefix->second.point.at)) {
    return std::nullopt;
  }
  return prefix->second;
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
