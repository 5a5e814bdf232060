#include "analyzer/cli/input.h"

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/cli/console.h"
#include "analyzer/cli/decisions.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/indexed_files.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/source/found_file.h"
#include "analyzer/source/own_output.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

fs::path IndexFile(const fs::path& named) {
  std::error_code code;
  return fs::is_directory(named, code) ? named / kIndexName : named;
}

void MatchAll(const MatchOptions& match, Index* index) {
  Console::Get().Begin("matching");
  Match(index, match);
  index->FinishMatching();
}

// Those of the index's files that are to count as no source.
std::vector<std::string> NoWitnesses(const InputOptions& options, Index* index) {
  std::vector<std::string> found;
  if (options.not_a_witness.empty()) return found;
  const std::set<std::string> named(options.not_a_witness.begin(), options.not_a_witness.end());
  for (const IndexedFile& file : index->Files()) {
    if (named.contains(file.on_disk)) found.push_back(file.on_disk);
  }
  return found;
}

int OpenIndex(const InputOptions& options, const MatchOptions& match, Input* input) {
  const fs::path path = IndexFile(options.index);
  auto index = Index::OpenToRead(path);
  if (!index.ok()) return Fail(index.error(), kWrongUse);
  const std::vector<std::string> dropped = NoWitnesses(options, index.value().get());
  const bool matched = index.value()->IsMatched(options.as_of) && match.decisions.empty();
  if (!matched || !dropped.empty()) {
    index = Index::OpenTemporaryCopy(path);
    if (!index.ok()) return Fail(index.error(), kWrongUse);
    if (!dropped.empty()) index.value()->Drop(dropped);
    MatchAll(match, index.value().get());
  }
  input->index = std::move(index.value());
  if (IsUnfinished(path.parent_path())) {
    input->intake.problems.push_back(
        "a run that wrote to " + path.parent_path().string() +
        " was ended before it was done: its trees and its index may be of different runs; run "
        "`recover` again");
  }
  NameChanged(input->index.get(), &input->intake);
  CountIndexed(input->index.get(), &input->intake);
  return kDone;
}

// The argument that is what `recover` wrote, which is no source; empty: none is.
std::string OutputAmong(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    std::error_code code;
    if (fs::exists(fs::path(argument) / kIndexName, code)) return argument;
  }
  return "";
}

int ReadSources(const InputOptions& options, const MatchOptions& match, Input* input) {
  auto found =
      FindArguments(options.batches, options.sources, {}, options.reading.follow, &input->intake);
  if (!found.ok()) return Fail(found.error(), kWrongUse);
  if (found.value().sources.empty() && found.value().batches.empty()) {
    if (const std::string output = OutputAmong(options.sources); !output.empty())
      return Fail({output + " is what `recover` wrote; name it with --index"}, kWrongUse);
  }
  const std::set<std::string> no_witness(options.not_a_witness.begin(),
                                         options.not_a_witness.end());
  for (std::vector<FoundFile>* files : {&found.value().batches, &found.value().sources}) {
    std::erase_if(*files, [&](const FoundFile& file) { return no_witness.contains(file.path()); });
  }
  auto index = Index::CreateTemporary();
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  input->index = std::move(index.value());
  ReadArguments(found.value(), options.reading, nullptr, input->index.get(), &input->intake);
  MatchAll(match, input->index.get());
  NameChangedMeanwhile(input->index.get(), &input->intake);
  return kDone;
}

}  // namespace

int OpenInput(const InputOptions& options, Input* input) {
  const bool files = !options.sources.empty() || !options.batches.empty();
  if (options.index.empty() && options.sources.empty()) {
    return Fail({"nothing to look at; name the folder that `recover` wrote to with --index, or "
                 "sources"},
                kWrongUse);
  }
  if (!options.index.empty() && files) {
    return Fail({"--index and sources exclude each other; add sources to an index with `scan`"},
                kWrongUse);
  }
  MatchOptions match;
  match.as_of = options.as_of;
  if (Status status = ReadAllDecisions(options.decide, &match.decisions); !status.ok())
    return Fail(status.error(), kWrongUse);
  Console::Get().ShowProgress();
  const int status =
      options.index.empty() ? ReadSources(options, match, input) : OpenIndex(options, match, input);
  Console::Get().HideProgress();
  return status;
}

std::vector<std::string> LinesOfIntake(const IntakeReport& intake) {
  std::vector<std::string> lines = intake.problems;
  for (const NotUnderstood& file : intake.not_understood) {
    if (file.needs_a_look) lines.push_back("not understood: " + file.file);
  }
  return lines;
}

int TellIntake(const IntakeReport& intake) {
  for (const std::string& line : LinesOfIntake(intake)) Console::Get().Warn(line);
  return NeedsALook(intake) ? kNeedsALook : kDone;
}

}  // namespace analyzer
