#include "analyzer/cli/verify.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "analyzer/audit/tree_reading.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/verify_text.h"
#include "analyzer/source/own_output.h"
#include "analyzer/write/verification.h"
#include "analyzer/write/verify_json.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// The index that `recover` left beside the tree; empty where there is none.
std::string IndexBeside(const std::string& tree) {
  std::error_code code;
  const fs::path folder = fs::canonical(tree, code);
  for (const fs::path& at : {folder, folder.parent_path(), folder.parent_path().parent_path()}) {
    if (fs::is_regular_file(at / kIndexName, code)) return at / kIndexName;
  }
  return "";
}

// What a file of the tree says is held against the sources, and is none of them.
InputOptions WithoutTree(const VerifyOptions& options, const TreeFiles& files) {
  InputOptions input = options.input;
  if (input.index.empty() && input.sources.empty() && input.batches.empty())
    input.index = IndexBeside(options.tree);
  for (const TreeFile& file : files.files) input.not_a_witness.push_back(file.path.string());
  return input;
}

int VerifyTrees(const VerifyOptions& options) {
  auto files = FindTree(options.tree, options.input.reading.follow);
  if (!files.ok()) return Fail(files.error(), kWrongUse);
  const InputOptions input_options = WithoutTree(options, files.value());
  Input input;
  if (const int status = OpenInput(input_options, &input); status != kDone) return status;
  for (std::string& problem : files.value().problems)
    input.intake.problems.push_back(std::move(problem));
  const Tree tree = ReadTree(std::move(files.value()));
  const Verification result = VerifyTree(tree, input.index.get());
  const int intake_status = TellIntake(input.intake);
  if (options.json) {
    Console::Get().Report(VerifyText(result));
  } else {
    std::fputs(VerifyText(result).c_str(), stdout);
  }
  if (options.json) {
    const std::string name = fs::canonical(options.tree).filename().string();
    if (Status status = PrintJson(VerifyJson(name, result)); !status.ok())
      return Fail(status.error(), kCouldNot);
  }
  return !result.faults.empty() ? kNeedsALook : intake_status;
}

}  // namespace

int Verify(const VerifyOptions& options) { return Guarded("", VerifyTrees, options); }

}  // namespace analyzer
