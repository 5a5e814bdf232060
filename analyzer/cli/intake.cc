#include "analyzer/cli/intake.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "analyzer/base/interruption.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/base/ordered_work.h"
#include "analyzer/cli/archive_intake.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/file_reading.h"
#include "analyzer/source/file_reader.h"

namespace analyzer {
namespace {

// What reading gave, in pieces: what was found in a file, or that what was found in one is wrong;
// and what the report says of that.
struct Piece {
  std::optional<Findings> findings = std::nullopt;
  std::string drop_originals{};  // of the file or member shown so; empty: of none
  std::string drop{};            // all of this file on disk
  IntakeReport report = {};
};
using Reading = OrderedWork<Piece>;

// Reads one file, or all members of an archive.
class FileIntake {
 public:
  FileIntake(const FoundFile& file, const FileContext& context, const ReadingOptions& options,
             const Reading::Emit& emit)
      : file_(file), context_(context), options_(options), emit_(emit) {
    context_.standard_input = file.path == "-";
  }

  void Run() {
    StopIfAsked();
    IntakeReport report;
    const Status status = Read(&report);
    if (Progress* const progress = Console::Get().progress()) progress->Add({1, 0});
    if (!status.ok()) report.problems.push_back(status.error().message);
    emit_({.report = std::move(report)}, 0);
  }

 private:
  Status Read(IntakeReport* report) {
    static thread_local FileReader reader;
    // Originals are cut from their files again when they are written.
    if (context_.standard_input) {
      auto kept = KeepStandardInput();
      if (!kept.ok()) return kept.error();
      file_.path = kept.value();
    }
    auto content = reader.Read(file_.path);
    if (!content.ok()) return content.error();
    context_.stamp = content.value().stamp;
    if (content.value().archive) return ReadArchiveMembers(report);
    ReadOne(file_, {"", content.value().bytes}, &content.value());
    return {};
  }

  Status ReadArchiveMembers(IntakeReport* report) {
    return ReadMembers(
        file_, options_.limits,
        [&](const FoundFile& found, Member member) { ReadOne(found, std::move(member), nullptr); },
        [&](const std::string& shown) { emit_({.drop_originals = shown}, 0); }, report);
  }

  // `content` is that of the file, nullptr for a member of an archive.
  void ReadOne(const FoundFile& found, Member member, const FileContent* content) {
    const auto give = [&](Findings findings) {
      const size_t cost = findings.Cost();
      emit_({.findings = std::move(findings)}, cost);
    };
    Piece last;
    ReadMember(found, std::move(member), context_, give, &last.report);
    if (content != nullptr && content->BecameShorter()) {
      last.drop = file_.path;
      last.report = {};
      last.report.problems.push_back(found.shown +
                                     " became shorter while it was read, and nothing is taken "
                                     "from it; run again");
    }
    emit_(std::move(last), 0);
  }

  FoundFile file_;
  FileContext context_;
  const ReadingOptions& options_;
  const Reading::Emit& emit_;
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

void TakePiece(const Piece& piece, Index* index, IntakeReport* report) {
  StopIfAsked();
  AddTo(piece.report, report);
  if (piece.findings) {
    index->Add(*piece.findings);
    if (Console::Get().verbose() && !piece.findings->goes_on) TellFile(*piece.findings);
  }
  if (!piece.drop.empty()) index->Drop(piece.drop);
  if (piece.drop_originals.empty()) return;
  const auto dropped = index->DropOriginals(piece.drop_originals);
  report->originals -= dropped.originals;
  report->copies -= dropped.copies;
}

// What there is to read; nothing is looked up where nobody sees it.
Progress::Amount AmountOf(const std::vector<FoundFile>& files) {
  Progress::Amount amount;
  if (Console::Get().progress() == nullptr) return amount;
  for (const FoundFile& file : files) {
    ++amount.files;
    if (const auto stamp = StampOf(file.path)) amount.bytes += stamp->bytes;
  }
  return amount;
}

}  // namespace

void AddTo(const IntakeReport& further, IntakeReport* report) {
  report->unchanged += further.unchanged;
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

void ReadFiles(const std::vector<FoundFile>& files, Given given, const ReadingOptions& options,
               Index* index, IntakeReport* report) {
  Console::Get().Begin(given == Given::kBatches ? "reading batches" : "reading sources",
                       AmountOf(files));
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  MemoryLimit memory = Memory();
  memory.threads = options.jobs == 0 ? cores : options.jobs;
  SetMemory(memory);
  FileContext context{.given = given};
  context.copies =
      given == Given::kSources &&
      index->database().Number("SELECT count(*) FROM file WHERE given_as = 'batch'") > 0;
  Reading reading(files.size(), memory.threads, memory.OfFindings());
  reading.Run(
      [&](size_t item, const Reading::Emit& emit) {
        FileIntake(files[item], context, options, emit).Run();
      },
      [&](size_t, const Piece& piece) { TakePiece(piece, index, report); });
}

Result<FoundArguments> FindArguments(const std::vector<std::string>& batches,
                                     const std::vector<std::string>& sources,
                                     const std::filesystem::path& index_path,
                                     IntakeReport* report) {
  Console::Get().Begin("finding files");
  Progress* const progress = Console::Get().progress();
  auto batch_files = FindFiles(batches, index_path, {}, &report->problems, progress);
  if (!batch_files.ok()) return batch_files.error();
  auto source_files = FindFiles(sources, index_path, {}, &report->problems, progress);
  if (!source_files.ok()) return source_files.error();
  FoundArguments found{std::move(batch_files.value()), std::move(source_files.value())};
  std::erase_if(found.sources, [&](const FoundFile& file) {
    return file.path != "-" &&
           std::any_of(found.batches.begin(), found.batches.end(),
                       [&](const FoundFile& batch) { return batch.path == file.path; });
  });
  return found;
}

void ReadArguments(const FoundArguments& found, const ReadingOptions& options, Index* index,
                   IntakeReport* report) {
  ReadFiles(found.batches, Given::kBatches, options, index, report);
  ReadFiles(found.sources, Given::kSources, options, index, report);
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
  report->originals = database.Number("SELECT sum(items) FROM file");
  report->copies = database.Number("SELECT sum(originals - items) FROM file");
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
