#include "analyzer/cli/file_reading.h"

#include <set>
#include <string_view>
#include <utility>

#include "analyzer/base/helper_threads.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/stretch_reading.h"
#include "analyzer/cli/watched_sink.h"
#include "analyzer/extract/scan_text.h"
#include "analyzer/source/client_names.h"
#include "analyzer/source/source_text.h"

namespace analyzer {
namespace {

// Lets only originals through: a batch file is not searched for results.
class OriginalsOnly : public Sink {
 public:
  explicit OriginalsOnly(Sink* sink) : sink_(sink) {}
  void OnOriginal(const Original& original) override { sink_->OnOriginal(original); }
  void OnResponse(Response) override {}
  void OnRecord(const Record&, std::optional<int64_t>, std::optional<int64_t>) override {}
  void OnLogFact(const LogFact&, std::optional<LocalTime>, std::optional<int64_t>, Span) override {}
  void OnRepair(std::string_view what, Span where) override { sink_->OnRepair(what, where); }
  void OnText(TextKind kind, Span where) override { sink_->OnText(kind, where); }

 private:
  Sink* sink_;
};

// Words that only results have: a file with these that was not understood is worth a look.
bool LooksLikeResults(std::string_view bytes) {
  return (bytes.find("result") != std::string_view::npos &&
          bytes.find("customerId") != std::string_view::npos) ||
         bytes.find("FAILED CUSTOMER") != std::string_view::npos;
}

// A piece of a log may hold nothing but lines that tell of no batch and no customer, as where a
// summary is all that stands behind a rotation.
bool IsPlainLog(const Findings& found, std::string_view text) {
  const auto bytes_of = [&](TextKind kind) {
    return found.file.bytes_by_kind[static_cast<size_t>(kind)];
  };
  return bytes_of(TextKind::kSalvaged) + bytes_of(TextKind::kNotUnderstood) == 0 &&
         !LooksLikeResults(text);
}

std::string RoleOf(const Findings& found, const TextTally& tally, std::string_view text,
                   bool copies) {
  const bool records = found.counts.records > 0;
  if (tally.window_blocks > 0) return "log";
  if (tally.log_lines > 0) {
    return tally.facts > 0 || records || IsPlainLog(found, text) ? "log" : "none";
  }
  if (found.counts.alone > 0 && !records) return copies ? "copy" : "batch";
  if (found.counts.responses > 0) return "response";
  return records || found.counts.facts > 0 ? "client" : "none";
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

TextTally ReadText(const SourceText& source, const std::filesystem::path& path,
                   const ResumePoint* from, bool batch, Progress* progress, FindingsSink* sink) {
  OriginalsOnly originals(sink);
  Sink* const taker = batch ? static_cast<Sink*>(&originals) : sink;
  TellLeftOut(source, taker);
  const Context context = ContextOfPath(path.generic_string());
  const Stretches stretches(source.text(), context, from);
  if (!batch && MayBeHelped(source, stretches)) {
    const HelperThreads helpers;
    return ScanHelped(source, stretches, helpers.count(), progress, sink);
  }
  WatchedSink watched(taker, progress, static_cast<int64_t>(source.file_size()));
  return ScanText(stretches, &watched);
}

}  // namespace

void ReadMember(const FoundFile& file, Member member, const FileContext& context,
                const std::optional<LogPrefix>& prefix, const FindingsSink::Give& give,
                IntakeReport* report) {
  const auto count_and_give = [&](Findings piece) {
    for (const Findings::Repair& repair : piece.repairs)
      ++report->repairs[std::string(repair.what)];
    give(std::move(piece));
  };
  Findings found;
  const std::string shown = file.shown();
  const std::filesystem::path on_disk = file.path();
  const std::filesystem::path path = member.name.empty() ? on_disk : on_disk / member.name;
  const SourceText source =
      prefix ? SourceText(std::move(member.bytes), {prefix->point.at, prefix->line})
             : SourceText(std::move(member.bytes));
  found.file.path = shown;
  found.file.bytes = static_cast<int64_t>(source.file_size());
  found.file.encoding = source.encoding_name();
  found.file.named_time = TimeInPath(shown);
  found.file.member = member.name;
  found.file.on_disk = on_disk;
  found.file.batch = context.given == Given::kBatches;
  FindingsSink sink(&source, &found, count_and_give);
  if (prefix) sink.GoOnBehind(*prefix);
  Progress* const progress = member.name.empty() ? Console::Get().progress() : nullptr;
  const TextTally tally =
      ReadText(source, path, prefix ? &prefix->point : nullptr, found.file.batch, progress, &sink);
  const bool once = context.standard_input || !member.name.empty();
  if (once && found.counts.alone + found.counts.copies > 0) sink.KeepBytes();
  sink.Finish();
  found.file.role = RoleOf(found, tally, source.text(), context.copies || IsInCopyFolder(shown));
  ++report->files;
  report->bytes += found.file.bytes;
  ++report->files_by_role[found.file.role];
  report->originals += found.counts.alone;
  report->copies += found.counts.copies;
  report->responses += found.counts.responses;
  report->log_lines += tally.log_lines;
  CountFileRepairs(source, tally, report);
  // Of a damaged member it is told that it is damaged.
  if (found.file.role == "none" && !member.damaged && !IsForPeople(shown) &&
      !IsAnswerWithoutResults(tally, source.text())) {
    report->not_understood.push_back({shown, file.named || LooksLikeResults(source.text())});
  }
  count_and_give(std::move(found));
}

}  // namespace analyzer
