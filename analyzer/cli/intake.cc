#include "analyzer/cli/intake.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "analyzer/base/files.h"
#include "analyzer/cli/archive_intake.h"
#include "analyzer/extract/text_scanner.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

// Lets only originals through: a batch file is not searched for results.
class OriginalsOnly : public Sink {
 public:
  explicit OriginalsOnly(FileSink* sink) : sink_(sink) {}
  void OnOriginal(const Original& original) override { sink_->OnOriginal(original); }
  void OnResponse(const Response&) override {}
  void OnRecord(const Record&, std::optional<int64_t>, std::optional<int64_t>) override {}
  void OnLogFact(const LogFact&, std::optional<LocalTime>, std::optional<int64_t>, Span) override {}
  void OnRepair(std::string_view what, Span where) override { sink_->OnRepair(what, where); }

 private:
  FileSink* sink_;
};

std::string RoleOf(const FileSink& sink, const TextTally& tally, bool copies) {
  if (tally.log_lines > 0 || tally.window_blocks > 0) {
    return tally.facts > 0 || tally.window_blocks > 0 || sink.records() > 0 ? "log" : "none";
  }
  if (sink.originals() > 0 && sink.records() == 0) return copies ? "copy" : "batch";
  if (sink.responses() > 0) return "response";
  return sink.records() > 0 || sink.facts() > 0 ? "client" : "none";
}

// Words that only results have: a file with these that was not understood is worth a look.
bool LooksLikeResults(std::string_view bytes) {
  return (bytes.find("result") != std::string_view::npos &&
          bytes.find("customerId") != std::string_view::npos) ||
         bytes.find("FAILED CUSTOMER") != std::string_view::npos;
}

// A saved answer without results (an error, an empty list) is understood: it holds no failure. So
// is what this program wrote.
bool IsAnswerWithoutResults(const TextTally& tally, std::string_view text) {
  return tally.is_one_document && tally.broken_documents == 0 &&
         (text.find("\"response_data\"") != std::string_view::npos ||
          text.find("\"data\"") != std::string_view::npos ||
          text.find("\"remaining_batches\"") != std::string_view::npos ||
          text.find("\"error_details\"") != std::string_view::npos ||
          text.find("\"generator\": \"import-analyzer\"") != std::string_view::npos);
}

// What the client wrote for people to read.
bool IsForPeople(std::string_view shown) {
  return shown.ends_with("RETRY_INSTRUCTIONS.md") || shown.ends_with("single_failures/README.md");
}

void CountFileRepairs(const SourceText& source, const TextTally& tally, IntakeReport* report) {
  if (source.foreign_bytes() > 0) {
    ++report->repairs["a file with bytes that are no UTF-8, read as Windows-1252"];
  }
  if (source.encoding() == SourceText::Encoding::kMixedWidths) {
    ++report->repairs["a file in UTF-8 and UTF-16, one behind the other"];
  }
  if (source.encoding() == SourceText::Encoding::kUtf8Bom) {
    ++report->repairs["a byte order mark at the begin of a file"];
  }
  const bool text_file = tally.log_lines > 0 || tally.window_blocks > 0;
  if (!text_file && tally.documents > 0 && !tally.is_one_document && tally.broken_documents == 0) {
    ++report->repairs["a file with text or further documents beside its document"];
  }
}

std::string_view RepairOf(LeftOut::Kind kind) {
  switch (kind) {
    case LeftOut::Kind::kZeros:
      return "a file with zero bytes, read as without them";
    case LeftOut::Kind::kHole:
      return "a block of zero bytes where something stood";
    case LeftOut::Kind::kColour:
      return "a file with colour codes, read as without them";
    case LeftOut::Kind::kMark:
      return "a file with a byte order mark inside";
    case LeftOut::Kind::kHalf:
      return "half a character at the end of a file";
  }
  return "";
}

// Each hole is told, of all else the first place in the file.
void TellLeftOut(const SourceText& source, Sink* sink) {
  std::set<LeftOut::Kind> told;
  for (const LeftOut& left_out : source.left_out()) {
    const bool hole = left_out.kind == LeftOut::Kind::kHole;
    if (!told.insert(left_out.kind).second && !hole) continue;
    sink->OnRepair(RepairOf(left_out.kind), {left_out.at, left_out.at + (hole ? 1 : 0)});
  }
}

// Reads one file, or a member of an archive; its id in the index.
int64_t ReadMember(const FoundFile& file, Member member, Given given, bool copies, Index* index,
                   IntakeReport* report) {
  const FileStamp stamp = StampOf(file.path).value_or(FileStamp());
  const std::filesystem::path path = member.name.empty() ? file.path : file.path / member.name;
  const SourceText source(std::move(member.bytes));
  const int64_t id = index->AddFile(file.shown, source, TimeInPath(file.shown), member.name);
  index->SetOrigin(id, file.path, stamp, given == Given::kBatches);
  ++report->files;
  report->bytes += static_cast<int64_t>(source.file_size());
  FileSink sink(index, &source, id);
  OriginalsOnly originals(&sink);
  Sink* const taker = given == Given::kBatches ? static_cast<Sink*>(&originals) : &sink;
  TellLeftOut(source, taker);
  const TextTally tally = ScanText(source.text(), ContextOfPath(path.generic_string()), taker);
  const std::string role = RoleOf(sink, tally, copies || IsInCopyFolder(file.shown));
  index->SetRole(id, role);
  ++report->files_by_role[role];
  report->originals += sink.originals();
  report->copies += sink.copies();
  report->responses += sink.responses();
  report->log_lines += tally.log_lines;
  CountFileRepairs(source, tally, report);
  // Of a damaged member it is told that it is damaged.
  if (role == "none" && !member.damaged && !IsForPeople(file.shown) &&
      !IsAnswerWithoutResults(tally, source.text())) {
    report->not_understood.push_back({file.shown, file.named || LooksLikeResults(source.text())});
  }
  return id;
}

// Standard input can be read only once, but originals are cut from their files again when they are
// written.
Result<std::filesystem::path> PathToRead(const FoundFile& file) {
  if (file.path != "-") return file.path;
  auto bytes = ReadStandardInput();
  if (!bytes.ok()) return bytes.error();
  return KeepInMemory(bytes.value());
}

Status ReadOne(FoundFile file, Given given, bool copies, const ExpansionLimits& limits,
               Index* index, IntakeReport* report) {
  auto path = PathToRead(file);
  if (!path.ok()) return path.error();
  file.path = path.value();
  const auto read = [&](const FoundFile& found, Member member) {
    return ReadMember(found, std::move(member), given, copies, index, report);
  };
  const auto archive = IsArchive(file.path);
  if (!archive.ok()) return archive.error();
  if (archive.value()) return ReadMembers(file, limits, read, index, report);
  auto bytes = ReadFile(file.path);
  if (!bytes.ok()) return bytes.error();
  read(file, {"", std::move(bytes.value())});
  return {};
}

}  // namespace

void ReadFiles(const std::vector<FoundFile>& files, Given given, const ExpansionLimits& limits,
               Index* index, IntakeReport* report) {
  const bool copies =
      given == Given::kSources &&
      index->database().Number("SELECT count(*) FROM file WHERE given_as = 'batch'") > 0;
  const int64_t before = index->database().Number("SELECT coalesce(max(id), 0) FROM file");
  for (const FoundFile& file : files) {
    const Status status = ReadOne(file, given, copies, limits, index, report);
    if (!status.ok()) report->problems.push_back(status.error().message);
  }
  Statement repairs(index->database(),
                    "SELECT what, count(*) FROM repair WHERE file > ? GROUP BY what");
  repairs.Bind(before);
  while (repairs.Step()) report->repairs[repairs.Text(0)] += repairs.Number(1);
}

Result<FoundArguments> FindArguments(const std::vector<std::string>& batches,
                                     const std::vector<std::string>& sources,
                                     const std::filesystem::path& index_path,
                                     IntakeReport* report) {
  auto batch_files = FindFiles(batches, index_path, {}, &report->problems);
  if (!batch_files.ok()) return batch_files.error();
  auto source_files = FindFiles(sources, index_path, {}, &report->problems);
  if (!source_files.ok()) return source_files.error();
  FoundArguments found{std::move(batch_files.value()), std::move(source_files.value())};
  std::erase_if(found.sources, [&](const FoundFile& file) {
    return file.path != "-" &&
           std::any_of(found.batches.begin(), found.batches.end(),
                       [&](const FoundFile& batch) { return batch.path == file.path; });
  });
  return found;
}

void ReadArguments(const FoundArguments& found, const ExpansionLimits& limits, Index* index,
                   IntakeReport* report) {
  ReadFiles(found.batches, Given::kBatches, limits, index, report);
  ReadFiles(found.sources, Given::kSources, limits, index, report);
  index->FinishLoading();
}

bool NeedsALook(const IntakeReport& report) {
  return !report.problems.empty() ||
         std::any_of(report.not_understood.begin(), report.not_understood.end(),
                     [](const NotUnderstood& file) { return file.needs_a_look; });
}

void CountIndexed(Index* index, IntakeReport* report) {
  Database& database = index->database();
  report->unchanged = database.Number("SELECT count(DISTINCT on_disk) FROM file");
  report->bytes = database.Number("SELECT sum(bytes) FROM file");
  Statement roles(database, "SELECT role, count(*) FROM file GROUP BY role");
  while (roles.Step()) report->files_by_role[roles.Text(0)] = roles.Number(1);
  report->originals = database.Number("SELECT count(*) FROM original WHERE position IS NOT NULL");
  report->copies = database.Number("SELECT count(*) FROM original WHERE position IS NULL");
  report->responses = database.Number("SELECT count(*) FROM response");
}

void NameChanged(Index* index, IntakeReport* report) {
  for (const IndexedFile& file : index->Files()) {
    if (StampOf(file.on_disk) == file.stamp) continue;
    report->problems.push_back(file.shown + " changed since it was read; run `" +
                               (file.batch ? "index" : "scan") + "` on it again");
  }
}

void DropGone(Index* index, IntakeReport* report) {
  for (const IndexedFile& file : index->Files()) {
    if (StampOf(file.on_disk)) continue;
    index->Drop(file.on_disk);
    report->gone.push_back(file.shown);
  }
}

void KeepChanged(Given given, std::vector<FoundFile>* files, Index* index, IntakeReport* report) {
  std::map<std::string, IndexedFile> known;
  for (IndexedFile& file : index->Files()) {
    std::string path = file.on_disk;
    known.emplace(std::move(path), std::move(file));
  }
  std::erase_if(*files, [&](const FoundFile& file) {
    const auto found = known.find(file.path.string());
    if (found == known.end()) return false;
    const bool batch = given == Given::kBatches;
    const bool same_use = found->second.batch == batch || !batch;
    if (same_use && StampOf(file.path) == found->second.stamp) {
      ++report->unchanged;
      return true;
    }
    if (found->second.batch && !batch) return true;
    index->Drop(found->second.on_disk);
    return false;
  });
}

}  // namespace analyzer
