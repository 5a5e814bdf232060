#include "analyzer/cli/input.h"

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "analyzer/cli/exit_status.h"
#include "analyzer/match/outcomes.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

fs::path IndexFile(const fs::path& named) {
  std::error_code code;
  return fs::is_directory(named, code) ? named / kIndexName : named;
}

void MatchAll(std::optional<int64_t> as_of, Index* index) {
  MatchOptions match;
  match.as_of = as_of;
  Match(index, match);
  index->FinishMatching();
}

int OpenIndex(const InputOptions& options, Input* input) {
  const fs::path path = IndexFile(options.index);
  auto index = Index::OpenToRead(path);
  if (index.ok() && !index.value()->IsMatched(options.as_of)) {
    index = Index::OpenTemporaryCopy(path);
    if (index.ok()) MatchAll(options.as_of, index.value().get());
  }
  if (!index.ok()) return Fail(index.error(), kWrongUse);
  input->index = std::move(index.value());
  NameChanged(input->index.get(), &input->intake);
  CountIndexed(input->index.get(), &input->intake);
  return kDone;
}

int ReadSources(const InputOptions& options, Input* input) {
  const auto found = FindArguments(options.batches, options.sources, {}, &input->intake);
  if (!found.ok()) return Fail(found.error(), kWrongUse);
  auto index = Index::CreateTemporary();
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  input->index = std::move(index.value());
  ReadArguments(found.value(), options.reading, input->index.get(), &input->intake);
  MatchAll(options.as_of, input->index.get());
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
  return options.index.empty() ? ReadSources(options, input) : OpenIndex(options, input);
}

int TellIntake(const IntakeReport& intake) {
  for (const std::string& problem : intake.problems) {
    std::fprintf(stderr, "import-analyzer: %s\n", problem.c_str());
  }
  for (const NotUnderstood& file : intake.not_understood) {
    if (!file.needs_a_look) continue;
    std::fprintf(stderr, "import-analyzer: not understood: %s\n", file.file.c_str());
  }
  return NeedsALook(intake) ? kNeedsALook : kDone;
}

}  // namespace analyzer
