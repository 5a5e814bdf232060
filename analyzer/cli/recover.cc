#include "analyzer/cli/recover.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <limits>
#include <optional>

#include "analyzer/base/files.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/intake.h"
#include "analyzer/cli/report.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/source/text.h"
#include "analyzer/write/archived_originals.h"
#include "analyzer/write/tree.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// The decisions that a person filled into a copy of unmatched.json.
Result<std::vector<Decision>> ReadDecisions(const std::string& path) {
  std::vector<Decision> decisions;
  auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.error();
  bytes.value().reserve(bytes.value().size() + kPadding);
  JsonReader reader;
  std::vector<JsonField> document;
  const Error wrong{
      path + " is no file of decisions: it is a copy of unmatched.json with `decision` filled in"};
  if (!reader.ReadObject(bytes.value(), &document) || FindField(document, "failures") == nullptr)
    return wrong;
  for (const char* const key : {"failures", "decided"}) {
    const JsonValue* list = FindField(document, key);
    std::vector<JsonValue> entries;
    if (list == nullptr) continue;
    if (list->kind != JsonKind::kArray || !reader.ReadArray(list->raw, &entries)) return wrong;
    for (const JsonValue& entry : entries) {
      std::vector<JsonField> fields;
      if (!reader.ReadObject(entry.raw, &fields)) return wrong;
      const std::string original = FieldText(fields, "decision");
      if (!original.empty()) decisions.push_back({FieldText(fields, "failure"), original});
    }
  }
  return decisions;
}

bool NeedsALook(const MatchReport& match) {
  return match.books.ambiguous + match.books.unmatched > 0 || !match.notes.empty();
}

ExpansionLimits LimitsOf(const RecoverOptions& options) {
  constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
  ExpansionLimits limits;
  limits.max_expanded = static_cast<int64_t>(std::min(options.max_expanded, kMost));
  return limits;
}

void KeepArchivedOriginals(std::vector<Failure>* failures, const std::map<int64_t, fs::path>& files,
                           const ExpansionLimits& limits) {
  std::vector<OriginalPlace*> places;
  for (Failure& failure : *failures) {
    if (failure.original) places.push_back(&*failure.original);
  }
  KeepArchived(places, files, limits);
}

int Run(const RecoverOptions& options) {
  const fs::path out = options.out;
  const fs::path index_path =
      options.index.empty() ? out / "import-analyzer.sqlite" : fs::path(options.index);
  TreeOptions tree{out, options.replace, {}};
  if (Status status = CheckTree(tree); !status.ok()) return Fail(status.error(), kCouldNot);
  std::vector<Decision> decisions;
  for (const std::string& file : options.decide) {
    auto read = ReadDecisions(file);
    if (!read.ok()) return Fail(read.error(), kWrongUse);
    std::move(read.value().begin(), read.value().end(), std::back_inserter(decisions));
  }

  IntakeReport intake;
  const auto batches = FindFiles(options.batches, index_path, {}, &intake.problems);
  if (!batches.ok()) return Fail(batches.error(), kWrongUse);
  auto sources = FindFiles(options.sources, index_path, {}, &intake.problems);
  if (!sources.ok()) return Fail(sources.error(), kWrongUse);
  // A file that is named as a batch is not a source too.
  std::erase_if(sources.value(), [&](const FoundFile& file) {
    return file.path != "-" &&
           std::any_of(batches.value().begin(), batches.value().end(),
                       [&](const FoundFile& batch) { return batch.path == file.path; });
  });

  if (Status status = MakeFolder(out); !status.ok()) return Fail(status.error(), kCouldNot);
  auto index = Index::Create(index_path);
  if (!index.ok()) return Fail(index.error(), kCouldNot);
  const ExpansionLimits limits = LimitsOf(options);
  ReadFiles(batches.value(), Given::kBatches, limits, index.value().get(), &intake);
  ReadFiles(sources.value(), Given::kSources, limits, index.value().get(), &intake);
  index.value()->FinishLoading();

  const MatchReport match = Match(index.value().get(), {decisions, std::nullopt});
  index.value()->FinishMatching();
  const std::string imbalance = match.books.Imbalance();
  if (!imbalance.empty()) {
    return Fail({"internal error, nothing was written: the books do not balance: " + imbalance +
                 "please report it with the input"},
                kCouldNot);
  }
  auto failures = LoadFailures(index.value().get(), "failure");
  const auto resolved = LoadFailures(index.value().get(), "resolved");
  tree.files = index.value()->Paths();
  KeepArchivedOriginals(&failures, tree.files, limits);
  if (Status status = WriteTrees(failures, resolved, tree); !status.ok())
    return Fail(status.error(), kCouldNot);
  if (Status status = index.value()->Publish(); !status.ok())
    return Fail(status.error(), kCouldNot);

  std::fputs(ReportText(intake, match, failures).c_str(), stderr);
  if (options.json) {
    if (Status status = PrintJson(ReportJson(intake, match, failures)); !status.ok())
      return Fail(status.error(), kCouldNot);
  }
  return NeedsALook(intake) || NeedsALook(match) ? kNeedsALook : kDone;
}

}  // namespace

int Recover(const RecoverOptions& options) {
  try {
    return Run(options);
  } catch (const std::exception& error) {
    return Fail({std::string("cannot go on: ") + error.what()}, kCouldNot);
  }
}

}  // namespace analyzer
