#include "analyzer/cli/survey.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/index/index.h"
#include "analyzer/source/client_names.h"
#include "analyzer/source/own_output.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 5;
constexpr int64_t kMostEntries = 20'000;
constexpr int64_t kMostHeads = 2'000;        // files that are opened, in all
constexpr int64_t kMostHeadsOfAFolder = 50;  // what follows is taken to be like them
constexpr int64_t kHead = int64_t{1} << 14;
constexpr int64_t kMostOfALog = int64_t{1} << 24;  // in which its runs are counted

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool IsSavedAnswer(std::string_view name) {
  return name.starts_with("batch_") && name.ends_with(".json") &&
         (Has(name, "_success_") || Has(name, "_error_"));
}

bool IsIndex(const fs::path& path) {
  try {
    return Index::Check(path).ok();
  } catch (const std::runtime_error&) {
    return false;  // a damaged one
  }
}

bool IsArchiveName(std::string_view name) {
  constexpr std::array kEndings = {".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](const char* ending) { return name.ends_with(ending); });
}

// `2025-11-10 08:15:02`, which a log's line begins with; empty where it does not.
std::string TimeOfLine(std::string_view text) {
  constexpr std::string_view kTimeForm = "0000-00-00 00:00:00";
  if (text.size() < kTimeForm.size()) return "";
  for (size_t i = 0; i < kTimeForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kTimeForm[i] == '0' ? !digit : text[i] != kTimeForm[i]) return "";
  }
  return std::string(text.substr(0, kTimeForm.size()));
}

std::string RunsOf(const fs::path& path, int64_t bytes, std::string_view head) {
  const auto text = ReadFileRange(path, 0, std::min(bytes, kMostOfALog));
  if (!text.ok()) return "";
  int64_t runs = 0;
  constexpr std::string_view kBegins = "Starting bulk import";
  for (size_t at = text.value().find(kBegins); at != std::string::npos;
       at = text.value().find(kBegins, at + 1)) {
    ++runs;
  }
  const std::string since = TimeOfLine(head);
  return std::to_string(runs) + (bytes > kMostOfALog ? " or more" : "") +
         (runs == 1 ? " run" : " runs") + (since.empty() ? "" : ", from " + since + " on");
}

std::optional<SeenKind> KindOfName(std::string_view name) {
  if (IsSavedAnswer(name)) return SeenKind::kResponses;
  if (name == "failed_customers.json" || name == "failed_households.json") return SeenKind::kRecord;
  if (IsArchiveName(name)) return SeenKind::kArchive;
  return std::nullopt;
}

std::optional<SeenKind> KindOfHead(std::string_view head) {
  if (!TimeOfLine(head).empty() && Has(head, " - ")) return SeenKind::kLog;
  if (Has(head, "Status Code: ") && Has(head, "Batch ")) return SeenKind::kLog;
  const size_t begin = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (begin == std::string_view::npos || (head[begin] != '{' && head[begin] != '['))
    return std::nullopt;
  if (Has(head, "\"result\"") || Has(head, "\"response_data\"")) return SeenKind::kResponses;
  if (Has(head, "\"changeType\"")) return SeenKind::kBatches;
  return std::nullopt;
}

// A folder that is told of as a whole, of what kind its files may be.
struct Group {
  fs::path folder;
  std::optional<SeenKind> kind;  // of all files in it and below
  int64_t heads = 0;
  std::optional<SeenKind> last;  // what the last head told
  std::map<SeenKind, SeenFiles> seen;
};

class Surveyor {
 public:
  explicit Surveyor(fs::path folder) : folder_(std::move(folder)) {}

  Survey Look() {
    LookInto(folder_, 0, nullptr);
    std::stable_sort(survey_.seen.begin(), survey_.seen.end(),
                     [](const SeenFiles& a, const SeenFiles& b) {
                       return std::tie(a.kind, a.path) < std::tie(b.kind, b.path);
                     });
    return std::move(survey_);
  }

 private:
  void LookInto(const fs::path& folder, int depth, Group* around) {
    if (IsOwnOutput(folder)) return;  // its index tells of it
    Group own{folder, std::nullopt, 0, std::nullopt, {}};
    const std::string name = folder.filename().string();
    if (depth > 0 && IsInCopyFolder(name + "/"))
      own.kind = name.starts_with("single_failures") ? SeenKind::kTree : SeenKind::kCopies;
    Group* const group = around != nullptr && around->kind ? around : &own;
    for (const fs::directory_entry& entry : EntriesOf(folder)) {
      std::error_code code;
      if (entry.path().filename().string().starts_with(".")) continue;
      if (entry.is_directory(code) && !entry.is_symlink(code)) {
        if (depth == kDeepest) survey_.whole = false;
        if (depth < kDeepest) LookInto(entry.path(), depth + 1, group);
      } else if (entry.is_regular_file(code)) {
        LookAt(entry, group);
      }
    }
    for (auto& [kind, seen] : own.seen) survey_.seen.push_back(std::move(seen));
  }

  std::vector<fs::directory_entry> EntriesOf(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
      if (++entries_ > kMostEntries) {
        survey_.whole = false;
        break;
      }
      entries.push_back(*entry);
    }
    std::sort(entries.begin(), entries.end());
    return entries;
  }

  void LookAt(const fs::directory_entry& entry, Group* group) {
    const std::string name = entry.path().filename().string();
    std::error_code code;
    const auto bytes = static_cast<int64_t>(entry.file_size(code));
    if (name.ends_with(".sqlite")) return LookAtIndex(entry.path(), bytes);
    std::optional<SeenKind> kind = group->kind ? group->kind : KindOfName(name);
    std::string head;
    if (!kind && group->heads >= kMostHeadsOfAFolder) kind = group->last;
    if (!kind && heads_ < kMostHeads) {
      ++heads_;
      ++group->heads;
      auto read = ReadFileRange(entry.path(), 0, kHead);
      if (read.ok()) head = std::move(read.value());
      kind = group->last = KindOfHead(head);
    }
    if (!kind) return;
    const bool by_itself =
        *kind == SeenKind::kLog || *kind == SeenKind::kRecord || *kind == SeenKind::kArchive;
    if (by_itself) {
      const bool log = *kind == SeenKind::kLog && !TimeOfLine(head).empty();
      survey_.seen.push_back(
          {*kind, Relative(entry.path()), 1, bytes, log ? RunsOf(entry.path(), bytes, head) : ""});
      return;
    }
    SeenFiles& seen =
        group->seen.try_emplace(*kind, SeenFiles{*kind, FolderName(group->folder), 0, 0, ""})
            .first->second;
    ++seen.files;
    seen.bytes += bytes;
  }

  void LookAtIndex(const fs::path& path, int64_t bytes) {
    if (!IsIndex(path)) return;
    const bool output = path.filename() == kIndexName;
    survey_.seen.push_back({output ? SeenKind::kOutput : SeenKind::kIndex,
                            output ? FolderName(path.parent_path()) : Relative(path), 1, bytes,
                            ""});
  }

  std::string Relative(const fs::path& path) const {
    return path.lexically_relative(folder_).generic_string();
  }

  std::string FolderName(const fs::path& folder) const { return Relative(folder) + "/"; }

  fs::path folder_;
  int64_t entries_ = 0;
  int64_t heads_ = 0;
  Survey survey_;
};

}  // namespace

Survey LookAround(const fs::path& folder) { return Surveyor(folder).Look(); }

}  // namespace analyzer
