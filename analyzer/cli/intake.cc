#include "analyzer/cli/intake.h"

#include <algorithm>
#include <set>
#include <string_view>

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
  void OnLogFact(const LogFact&, LocalTime, Span) override {}
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
  return sink.records() > 0 ? "client" : "none";
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

void ReadOne(const FoundFile& file, bool batches_only, bool copies, Index* index,
             IntakeReport* report) {
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
  report->paths[id] = path;
  ++report->files;
  report->bytes += static_cast<int64_t>(source.file_size());
  FileSink sink(index, &source, id);
  OriginalsOnly originals(&sink);
  Sink* const taker = batches_only ? static_cast<Sink*>(&originals) : &sink;
  TellLeftOut(source, taker);
  const TextTally tally =
      ScanText(source.text(), ContextOfFileName(file.path.filename().string()), taker);
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

void ReadFiles(const std::vector<FoundFile>& files, bool batches_only, bool originals_are_copies,
               Index* index, IntakeReport* report) {
  for (const FoundFile& file : files) {
    ReadOne(file, batches_only, originals_are_copies, index, report);
  }
}

}  // namespace analyzer
