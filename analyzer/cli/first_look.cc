#include "analyzer/cli/first_look.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include "analyzer/cli/bytes_text.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/shell_text.h"
#include "analyzer/cli/text_table.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostNamed = 8;  // folders of batch files
constexpr size_t kMostRows = 30;

std::string_view WordsOf(SeenKind kind) {
  switch (kind) {
    case SeenKind::kBatches:
      return "batch files";
    case SeenKind::kLog:
      return "log";
    case SeenKind::kResponses:
      return "saved answers";
    case SeenKind::kRecord:
      return "the client's record of failures";
    case SeenKind::kCopies:
      return "batches that the client saved again";
    case SeenKind::kTree:
      return "single failures, as the client wrote them";
    case SeenKind::kArchive:
      return "archive or compressed file";
    case SeenKind::kOutput:
      return "output of this program";
    case SeenKind::kIndex:
      return "index of this program";
  }
  return "";
}

// Whether it may tell of results.
bool Tells(const SeenFiles& seen) {
  return seen.kind != SeenKind::kBatches && seen.kind != SeenKind::kTree &&
         seen.kind != SeenKind::kOutput && seen.kind != SeenKind::kIndex;
}

std::vector<std::string> PathsOf(const Survey& survey, SeenKind kind) {
  std::vector<std::string> paths;
  for (const SeenFiles& seen : survey.seen) {
    if (seen.kind == kind) paths.push_back(seen.path);
  }
  return paths;
}

// Folders that hold nothing but batch files, as --batches takes them; none where the batch files
// lie among others: they are then found there.
std::vector<std::string> BatchFolders(const Survey& survey) {
  std::vector<std::string> folders = PathsOf(survey, SeenKind::kBatches);
  const bool mixed =
      std::any_of(survey.seen.begin(), survey.seen.end(), [&](const SeenFiles& seen) {
        return seen.kind != SeenKind::kBatches &&
               std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
                 return folder == "./" || seen.path.starts_with(folder);
               });
      });
  return mixed || folders.size() > kMostNamed || !survey.whole ? std::vector<std::string>()
                                                               : folders;
}

std::string FreeName() {
  std::string name = "recovered";
  std::error_code code;
  for (int n = 2; fs::exists(name, code); ++n) name = "recovered-" + std::to_string(n);
  return name;
}

std::string BatchOptions(const Survey& survey) {
  std::string options;
  for (const std::string& folder : BatchFolders(survey))
    options += " --batches " + ShellWord(folder);
  return options;
}

// All of this folder is the source, whatever was seen in it: what was not recognized from its first
// bytes may tell of a failure, too.
std::string Recover(const Survey& survey) {
  if (std::none_of(survey.seen.begin(), survey.seen.end(), Tells)) return "";
  const bool batches = !PathsOf(survey, SeenKind::kBatches).empty();
  std::string text =
      "To write each failed customer to a file of its own:\n"
      "  import-analyzer recover --out " +
      FreeName() + (batches ? BatchOptions(survey) : " --batches BATCHES") + " .\n";
  if (!batches)
    text += "No batch files are here: put the folder where they are in the place of BATCHES.\n";
  return text;
}

std::string Look(const Survey& survey) {
  for (const SeenKind kind : {SeenKind::kOutput, SeenKind::kIndex}) {
    const std::vector<std::string> paths = PathsOf(survey, kind);
    if (paths.empty()) continue;
    const std::string index = " --index " + ShellWord(paths.back());
    std::string text = "To see what was found before:\n  import-analyzer audit" + index +
                       "\n  import-analyzer report" + index + " --out report.html\n";
    if (kind == SeenKind::kOutput)
      text += "To choose who is sent again:\n  import-analyzer retry --out " +
              ShellWord(paths.back()) + " --result CONFLICT,ERROR\n";
    return text;
  }
  return "";
}

std::string Verify(const Survey& survey) {
  const std::vector<std::string> trees = PathsOf(survey, SeenKind::kTree);
  if (trees.empty() || std::none_of(survey.seen.begin(), survey.seen.end(), Tells)) return "";
  return "To hold what the client wrote against the sources:\n  import-analyzer verify " +
         ShellWord(trees.front()) + BatchOptions(survey) + " .\n";
}

}  // namespace

std::string FirstLookText(const Survey& survey, const Screen& screen) {
  if (survey.seen.empty()) return "";
  TextTable table({{"what", kLeft}, {"where", kLeft}, {"files"}, {"size"}, {"runs", kLeft}});
  for (size_t i = 0; i < survey.seen.size() && i < kMostRows; ++i) {
    const SeenFiles& seen = survey.seen[i];
    table.Add({std::string(WordsOf(seen.kind)), seen.path, std::to_string(seen.files),
               BytesText(static_cast<double>(seen.bytes)), seen.detail});
  }
  std::string text = table.Text(screen);
  if (survey.seen.size() > kMostRows)
    text += "... and " + std::to_string(survey.seen.size() - kMostRows) + " more\n";
  if (!survey.whole) text += "there is more here than was looked at\n";
  for (const std::string& part : {Recover(survey), Look(survey), Verify(survey)}) {
    if (!part.empty()) text += "\n" + part;
  }
  return text + "\n`import-analyzer --help` tells the rest.\n";
}

int FirstLook() {
  std::error_code code;
  const Survey survey = LookAround(fs::current_path(code));
  const std::string text = FirstLookText(survey, Console::Get().out());
  if (text.empty()) {
    return Fail(
        {"nothing that the import client leaves behind is in " + fs::current_path(code).string() +
         ": go to its folder, or name files to a subcommand; `import-analyzer --help` lists "
         "them"},
        kWrongUse);
  }
  std::fputs(text.c_str(), stdout);
  return kDone;
}

}  // namespace analyzer
