#include "analyzer/audit/tree_files.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr std::array kBaseNames = {"failed_customers", "failed_households"};
constexpr std::array kRecordNames = {"failed_customers.json", "failed_households.json"};
constexpr std::array kBesideNames = {"unmatched.json", "resolved.json", "unanswered.json"};
constexpr char kSingleFailures[] = "single_failures";
constexpr std::string_view kRetryBatches = "retry_batches";

template <typename Names>
bool IsOneOf(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// `retry_batches`, and the client's with a time behind it; not what was moved away from there.
bool IsRetryFolder(std::string_view name) {
  if (!name.starts_with(kRetryBatches)) return false;
  name.remove_prefix(kRetryBatches.size());
  return name.empty() ||
         (name.front() == '_' && name.find_first_not_of("0123456789_") == std::string_view::npos);
}

bool IsFolder(const fs::path& path) {
  std::error_code code;
  return fs::is_directory(path, code);
}

bool IsFile(const fs::path& path) {
  std::error_code code;
  return fs::is_regular_file(path, code);
}

bool IsBase(const fs::path& folder) {
  return IsFolder(folder / kSingleFailures) || IsFolder(folder / kRetryBatches) ||
         std::any_of(kRecordNames.begin(), kRecordNames.end(),
                     [&](const char* name) { return IsFile(folder / name); });
}

class TreeFinder {
 public:
  explicit TreeFinder(fs::path root) : root_(std::move(root)), shown_(root_.filename().string()) {}

  Result<TreeFiles> Find() {
    if (root_.filename() == kSingleFailures) {
      AddSingleFailuresAlone();
    } else if (IsBase(root_)) {
      AddBase(root_, shown_);
    } else {
      found_.of_all = true;
      for (const char* const name : kBaseNames) {
        if (IsFolder(root_ / name)) AddBase(root_ / name, shown_ + "/" + name);
      }
    }
    if (found_.bases.empty()) {
      return Error{root_.string() +
                   " is no tree of failures; name a folder that holds failed_customers or "
                   "failed_households, one of these, or a single_failures folder"};
    }
    std::sort(found_.files.begin(), found_.files.end(),
              [](const TreeFile& a, const TreeFile& b) { return a.shown < b.shown; });
    return std::move(found_);
  }

 private:
  void AddSingleFailuresAlone() {
    TreeBase& base = found_.bases.emplace_back();
    base.folder = root_.parent_path();
    base.has_single_failures = true;
    Walk(root_, shown_, kSingleFailures);
    const auto is_household = [](const TreeFile& file) {
      return file.path.filename().string().starts_with("household_");
    };
    base.household = std::any_of(found_.files.begin(), found_.files.end(), is_household) ||
                     base.folder.filename() == kBaseNames[1];
  }

  void AddBase(const fs::path& folder, const std::string& shown) {
    TreeBase& base = found_.bases.emplace_back();
    base.folder = folder;
    base.shown = shown;
    base.household = folder.filename() == kBaseNames[1] || IsFile(folder / kRecordNames[1]);
    base.has_single_failures = IsFolder(folder / kSingleFailures);
    for (const fs::directory_entry& entry : EntriesOf(folder, shown)) {
      const std::string name = entry.path().filename().string();
      if (IsFolder(entry.path()) && (name == kSingleFailures || IsRetryFolder(name))) {
        Walk(entry.path(), shown + "/" + name, name);
      } else if (IsOneOf(name, kRecordNames) || IsOneOf(name, kBesideNames)) {
        base.has_records = base.has_records || IsOneOf(name, kRecordNames);
        AddFile(entry.path(), shown + "/" + name, name);
      }
    }
  }

  void Walk(const fs::path& folder, const std::string& shown, const std::string& in_base) {
    std::error_code code;
    for (const fs::directory_entry& entry : EntriesOf(folder, shown)) {
      const std::string name = "/" + entry.path().filename().string();
      if (entry.is_directory(code) && !entry.is_symlink(code)) {
        Walk(entry.path(), shown + name, in_base + name);
      } else if (entry.is_regular_file(code)) {
        AddFile(entry.path(), shown + name, in_base + name);
      }
    }
  }

  std::vector<fs::directory_entry> EntriesOf(const fs::path& folder, const std::string& shown) {
    std::error_code code;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
      entries.push_back(*entry);
    }
    if (code) {
      found_.problems.push_back("cannot read folder " + shown + ": " + code.message() +
                                "; check its permissions");
    }
    return entries;
  }

  void AddFile(const fs::path& path, std::string shown, const std::string& in_base) {
    std::error_code code;
    TreeFile file{fs::canonical(path, code), std::move(shown), in_base, found_.bases.size() - 1};
    const std::string name = path.filename().string();
    const bool json = name.ends_with(".json");
    if (in_base.starts_with(kSingleFailures)) {
      const size_t reason = in_base.find('/') + 1;
      const size_t end = in_base.find('/', reason);
      if (end != std::string::npos) file.reason_folder = in_base.substr(reason, end - reason);
      if (json) {
        file.kind = name.starts_with("_SUMMARY_") ? TreeFileKind::kSummary : TreeFileKind::kSingle;
      }
    } else if (in_base.starts_with(kRetryBatches)) {
      if (json) {
        file.kind =
            name == "retry_summary.json" ? TreeFileKind::kRetrySummary : TreeFileKind::kRetryBatch;
      }
    } else if (IsOneOf(name, kRecordNames)) {
      file.kind = TreeFileKind::kRecords;
    }
    found_.files.push_back(std::move(file));
  }

  fs::path root_;
  std::string shown_;
  TreeFiles found_;
};

}  // namespace

Result<TreeFiles> FindTree(const std::string& tree) {
  std::error_code code;
  const fs::path root = fs::canonical(tree, code);
  if (code) return Error{"cannot read " + tree + ": " + code.message() + "; check the name"};
  return TreeFinder(root).Find();
}

}  // namespace analyzer
