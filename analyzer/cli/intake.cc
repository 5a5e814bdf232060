#include "analyzer/cli/intake.h"

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/hash.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/base/ordered_work.h"
#include "analyzer/base/per_thread.h"
#include "analyzer/cli/archive_intake.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/file_reading.h"
#include "analyzer/cli/kept_readings.h"
#include "analyzer/source/file_reader.h"

namespace analyzer {
namespace {

// What reading gave, in pieces: what was found in a file, or that what was found in one is wrong;
// and what the report says of that. At the end what became of the file on disk.
struct Piece {
  std::optional<Findings> findings = std::nullopt;
  std::string drop_originals{};  // of the file or member shown so; empty: of none
  std::string drop{};            // all of this file on disk
  IntakeReport report = {};
  std::optional<IndexedFile> read = std::nullopt;
  const FoundFile* kept = nullptr;  // nothing was read: the index holds what would be
  std::string prefix_of{};          // a log whose first bytes are taken from the index; empty: none
  size_t prefix_bytes = 0;
};
using Work = OrderedWork<Piece>;

// Reads one file, or all members of an archive.
class FileIntake {
 public:
  FileIntake(const FoundFile& file, const FileContext& context, const ReadingOptions& options,
             const KeptReadings* kept, const Work::Emit& emit)
      : file_(file),
        path_(file.path()),
        context_(context),
        options_(options),
        kept_(kept),
        emit_(emit) {
    context_.standard_input = file.IsStandardInput();
  }

  void Run() {
    StopIfAsked();
    Piece last;
    const Status status = Read(&last);
    if (!status.ok()) last.report.problems.push_back(status.error().message);
    const bool nothing_left = !last.drop.empty();
    const bool changed = status.ok() && ChangedMeanwhile();
    if (changed) {
      last.report.problems.push_back(shown() +
                                     " changed while it was read: what was taken from it may be "
                                     "neither what it held nor what it holds; run again");
    }
    if (!nothing_left && (status.ok() || found_something_))
      last.read = FileAsRead(status.ok() && !changed);
    // What was found last goes along: of a small file there is one piece to take.
    last.findings = std::exchange(found_last_, std::nullopt);
    const size_t cost = last.findings ? last.findings->Cost() : 0;
    emit_(std::move(last), cost);
  }

 private:
  Status Read(Piece* last) {
    static const PerThread<FileReader> readers;
    // Originals are cut from their files again when they are written.
    if (context_.standard_input) {
      auto kept = KeepStandardInput();
      if (!kept.ok()) return kept.error();
      path_ = kept.value();
      FoundFile file(path_, file_.shown());
      file.named = file_.named;
      file.stamp = StampOf(path_).value_or(FileStamp());
      file_ = std::move(file);
    }
    auto content = readers.Get().Read(path_);
    if (!content.ok()) return content.error();
    if (content.value().archive) return ReadArchiveMembers(&last->report);
    hash_ = HashOf(content.value().bytes.view());
    const auto prefix = FindPrefix(content.value().bytes.view());
    ReadOne(file_, {"", content.value().bytes}, prefix, &last->report);
    if (!content.value().BecameShorter()) return {};
    last->drop = path_;
    last->report = {};
    return Error{shown() +
                 " became shorter while it was read, and nothing is taken from it; run again"};
  }

  Status ReadArchiveMembers(IntakeReport* report) {
    auto hash = HashOfFile(path_);
    if (!hash.ok()) return hash.error();
    hash_ = hash.value();
    return ReadMembers(
        file_, options_.limits,
        [&](const FoundFile& found, Member member) {
          ReadOne(found, std::move(member), {}, report);
        },
        [&](const std::string& shown) { Emit({.drop_originals = shown}); }, report);
  }

  std::optional<LogPrefix> FindPrefix(std::string_view bytes) {
    if (kept_ == nullptr || context_.standard_input) return std::nullopt;
    auto prefix = kept_->FindPrefix(file_, ReadingTerms(file_, context_, options_), bytes);
    if (prefix) Emit({.prefix_of = path_, .prefix_bytes = prefix->point.at});
    return prefix;
  }

  void ReadOne(const FoundFile& found, Member member, const std::optional<LogPrefix>& prefix,
               IntakeReport* report) {
    const auto give = [&](Findings findings) {
      found_something_ = true;
      if (findings.goes_on) return Emit({.findings = std::move(findings)});
      EmitFoundLast();
      found_last_ = std::move(findings);
    };
    ReadMember(found, std::move(member), context_, prefix, give, report);
  }

  // In the order of what was found.
  void Emit(Piece piece) {
    EmitFoundLast();
    const size_t cost = piece.findings ? piece.findings->Cost() : 0;
    emit_(std::move(piece), cost);
  }

  void EmitFoundLast() {
    if (auto found = std::exchange(found_last_, std::nullopt)) Emit({.findings = std::move(found)});
  }

  // Since it was found. What has no size is no file, but a pipe.
  bool ChangedMeanwhile() const {
    const FileStamp now = StampOf(path_).value_or(FileStamp());
    return now != file_.stamp && (now.bytes > 0 || file_.stamp.bytes > 0);
  }

  // Of a file that changed meanwhile, or was not read to its end, nothing tells what was read.
  IndexedFile FileAsRead(bool as_it_is) const {
    IndexedFile file;
    file.on_disk = path_;
    file.shown = shown();
    file.batch = context_.given == Given::kBatches;
    file.stamp = file_.stamp;
    file.terms = ReadingTerms(file_, context_, options_);
    if (!as_it_is) return file;
    file.settled = file_.settled;
    file.hash = hash_;
    return file;
  }

  std::string shown() const { return file_.shown(); }

  FoundFile file_;
  std::string path_;  // of file_
  FileContext context_;
  const ReadingOptions& options_;
  const KeptReadings* kept_;
  const Work::Emit& emit_;
  Hash128 hash_;
  bool found_something_ = false;
  std::optional<Findings> found_last_;  // of a member or a file to its end, and not emitted yet
};

void TellFile(const Findings& found) {
  const Findings::File& file = found.file;
  std::string text = "read " + file.path + ": " +
                     (file.role == "none" ? "without results" : file.role) + ", " +
                     std::to_string(file.bytes) + " bytes";
  const auto add = [&](int64_t count, const char* what) {
    if (count > 0) text += ", " + std::to_string(count) + " " + what;
  };
  add(found.counts.alone, "originals");
  add(found.counts.copies, "copies of originals");
  add(found.counts.records, "results");
  add(found.counts.facts, "facts of a log");
  Console::Get().Detail(text);
}

// Takes the pieces of one file after the other.
class PieceTaker {
 public:
  PieceTaker(const KeptReadings* kept, Index* index, IntakeReport* report)
      : kept_(kept), index_(index), report_(*report) {}

  void Take(const Piece& piece) {
    StopIfAsked();
    if (piece.kept != nullptr) return TakeKept(*piece.kept);
    if (!piece.prefix_of.empty()) TakePrefix(piece);
    AddTo(piece.report, &of_file_);
    if (piece.findings) {
      index_->Add(*piece.findings);
      prefix_ = piece.findings->prefix;
      if (Console::Get().verbose() && !piece.findings->goes_on) TellFile(*piece.findings);
    }
    if (!piece.drop.empty()) index_->Drop(piece.drop);
    if (!piece.drop_originals.empty()) {
      const auto dropped = index_->DropOriginals(piece.drop_originals);
      of_file_.originals -= dropped.originals;
      of_file_.copies -= dropped.copies;
    }
    if (piece.read) {
      Reading reading;
      reading.file = *piece.read;
      reading.prefix = prefix_;
      KeepReport(of_file_, &reading);
      index_->AddReading(reading);
    }
  }

  void FinishFile() {
    prefix_.reset();
    AddTo(of_file_, &report_);
    of_file_ = {};
  }

 private:
  void TakeKept(const FoundFile& file) {
    const Reading reading = kept_->Load(file);
    index_->AddFrom(kept_->index_path(), reading.file.on_disk);
    index_->AddReading(reading);
    of_file_ = ReportOf(reading);
    of_file_.kept = 1;
  }

  void TakePrefix(const Piece& piece) {
    of_file_.repairs = index_->AddPrefixFrom(kept_->index_path(), piece.prefix_of,
                                             static_cast<int64_t>(piece.prefix_bytes));
    of_file_.grown = 1;
  }

  const KeptReadings* kept_;
  Index* index_;
  IntakeReport& report_;
  IntakeReport of_file_;
  std::optional<LogPrefix> prefix_;
};

Progress::Amount AmountOf(const std::vector<FoundFile>& files) {
  Progress::Amount amount;
  for (const FoundFile& file : files) {
    ++amount.files;
    amount.bytes += file.stamp.bytes;
  }
  return amount;
}

}  // namespace

void AddTo(const IntakeReport& further, IntakeReport* report) {
  report->unchanged += further.unchanged;
  report->kept += further.kept;
  report->grown += further.grown;
  report->files += further.files;
  report->archives += further.archives;
  report->bytes += further.bytes;
  report->originals += further.originals;
  report->copies += further.copies;
  report->responses += further.responses;
  report->log_lines += further.log_lines;
  for (const auto& [role, count] : further.files_by_role) report->files_by_role[role] += count;
  for (const auto& [what, count] : further.repairs) report->repairs[what] += count;
  const auto append = [](const auto& from, auto* to) {
    to->insert(to->end(), from.begin(), from.end());
  };
  append(further.gone, &report->gone);
  append(further.not_understood, &report->not_understood);
  append(further.problems, &report->problems);
}

FileContext ContextOf(Given given, Index* index) {
  return {given, given == Given::kSources && index->HasBatchFiles()};
}

void ReadFiles(const std::vector<FoundFile>& files, Given given, const ReadingOptions& options,
               const KeptReadings* kept, Index* index, IntakeReport* report) {
  Console::Get().Begin(given == Given::kBatches ? "reading batches" : "reading sources",
                       AmountOf(files));
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  MemoryLimit memory = Memory();
  memory.threads = options.jobs == 0 ? cores : options.jobs;
  SetMemory(memory);
  const FileContext context = ContextOf(given, index);
  Work work(files.size(), memory.threads, memory.OfFindings());
  PieceTaker taker(kept, index, report);
  size_t taken = 0;
  work.Run(
      [&](size_t item, const Work::Emit& emit) {
        const FoundFile& file = files[item];
        const bool is_kept =
            kept != nullptr && kept->Has(file, ReadingTerms(file, context, options));
        if (is_kept) {
          emit({.kept = &file}, 0);
        } else {
          FileIntake(file, context, options, kept, emit).Run();
        }
        if (Progress* const progress = Console::Get().progress())
          progress->Add({1, is_kept ? file.stamp.bytes : 0});
      },
      [&](size_t item, const Piece& piece) {
        if (item != taken) taker.FinishFile();
        taken = item;
        taker.Take(piece);
      });
  taker.FinishFile();
}

Result<FoundArguments> FindArguments(const std::vector<std::string>& batches,
                                     const std::vector<std::string>& sources,
                                     const std::filesystem::path& index_path, bool follow,
                                     IntakeReport* report) {
  Console::Get().Begin("finding files");
  Progress* const progress = Console::Get().progress();
  auto batch_files = FindFiles(batches, index_path, {}, follow, &report->problems, progress);
  if (!batch_files.ok()) return batch_files.error();
  auto source_files = FindFiles(sources, index_path, {}, follow, &report->problems, progress);
  if (!source_files.ok()) return source_files.error();
  FoundArguments found{std::move(batch_files.value()), std::move(source_files.value())};
  const FilesByPath batches_by_path(&found.batches);
  std::erase_if(found.sources, [&](const FoundFile& file) {
    return !file.IsStandardInput() && batches_by_path.Find(file.path()).has_value();
  });
  return found;
}

void ReadArguments(const FoundArguments& found, const ReadingOptions& options,
                   const KeptReadings* kept, Index* index, IntakeReport* report) {
  ReadFiles(found.batches, Given::kBatches, options, kept, index, report);
  ReadFiles(found.sources, Given::kSources, options, kept, index, report);
  index->FinishLoading();
}

bool NeedsALook(const IntakeReport& report) {
  return !report.problems.empty() ||
         std::any_of(report.not_understood.begin(), report.not_understood.end(),
                     [](const NotUnderstood& file) { return file.needs_a_look; });
}

}  // namespace analyzer
