#include "analyzer/cli/intake.h"

#include <algorithm>

#include "analyzer/base/files.h"
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

// A saved answer without results (an error, an empty list) is understood: it holds no failure.
bool IsAnswerWithoutResults(const TextTally& tally, std::string_view text) {
  return tally.is_one_document && tally.broken_documents == 0 &&
         (text.find("\"response_data\"") != std::string_view::npos ||
          text.find("\"data\"") != std::string_view::npos ||
          text.find("\"remaining_batches\"") != std::string_view::npos ||
          text.find("\"error_details\"") != std::string_view::npos);
}

void CountFileRepairs(const SourceText& source, const TextTally& tally, IntakeReport* report) {
  if (source.foreign_bytes() > 0) {
    ++report->repairs["a file with bytes that are no UTF-8, read as Windows-1252"];
  }
  if (source.encoding() == SourceText::Encoding::kUtf8Bom) {
    ++report->repairs["a byte order mark at the begin of a file"];
  }
  const bool text_file = tally.log_lines > 0 || tally.window_blocks > 0;
  if (!text_file && tally.documents > 0 && !tally.is_one_document && tally.broken_documents == 0) {
    ++report->repairs["a file with text or further documents beside its document"];
  }
}

void ReadOne(const FoundFile& file, Given given, bool copies, Index* index, IntakeReport* report) {
  const FileStamp stamp = StampOf(file.path).value_or(FileStamp());
  auto bytes = file.path == "-" ? ReadStandardInput() : ReadFile(file.path);
  if (!bytes.ok()) {
    report->problems.push_back(bytes.error().message);
    return;
  }
  std::filesystem::path path = file.path;
  if (file.path == "-") {
    // Originals are cut from their files again when they are written.
    auto kept = KeepInMemory(bytes.value());
    if (!kept.ok()) {
      report->problems.push_back(kept.error().message);
      return;
    }
    path = kept.value();
  }
  const SourceText source(std::move(bytes.value()));
  const int64_t id = index->AddFile(file.shown, source, TimeInPath(file.shown));
  index->SetOrigin(id, path, stamp, given == Given::kBatches);
  ++report->files;
  report->bytes += static_cast<int64_t>(source.file_size());
  FileSink sink(index, &source, id);
  OriginalsOnly originals(&sink);
  Sink* const taker = given == Given::kBatches ? static_cast<Sink*>(&originals) : &sink;
  const TextTally tally = ScanText(source.text(), ContextOfPath(file.path.generic_string()), taker);
  const std::string role = RoleOf(sink, tally, copies || IsInCopyFolder(file.shown));
  index->SetRole(id, role);
  ++report->files_by_role[role];
  report->originals += sink.originals();
  report->copies += sink.copies();
  report->responses += sink.responses();
  report->log_lines += tally.log_lines;
  CountFileRepairs(source, tally, report);
  if (role == "none" && !IsAnswerWithoutResults(tally, source.text())) {
    report->not_understood.push_back({file.shown, file.named || LooksLikeResults(source.text())});
  }
}

}  // namespace

void ReadFiles(const std::vector<FoundFile>& files, Given given, Index* index,
               IntakeReport* report) {
  const bool copies =
      given == Given::kSources &&
      index->database().Number("SELECT count(*) FROM file WHERE given_as = 'batch'") > 0;
  const int64_t before = index->database().Number("SELECT coalesce(max(id), 0) FROM file");
  for (const FoundFile& file : files) ReadOne(file, given, copies, index, report);
  Statement repairs(index->database(),
                    "SELECT what, count(*) FROM repair WHERE file > ? GROUP BY what");
  repairs.Bind(before);
  while (repairs.Step()) report->repairs[repairs.Text(0)] += repairs.Number(1);
}

bool NeedsALook(const IntakeReport& report) {
  return !report.problems.empty() ||
         std::any_of(report.not_understood.begin(), report.not_understood.end(),
                     [](const NotUnderstood& file) { return file.needs_a_look; });
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
