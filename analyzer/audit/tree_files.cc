#include "analyzer/audit/tree_files.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr std::array kBaseNames = {"failed_customers", "failed_households"};
constexpr std::array kRecordNames = {"failed_customers.json", "failed_households.json"};
constexpr std::array kBesideNames = {"unmatched.json", "resolved.json", "unanswered.json"};
constexpr char kManifest[] = "manifest.json";
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
  TreeFinder(fs::path root, bool follow)
      : root_(std::move(root)), shown_(root_.filename().string()), follow_(follow) {}

  Result<TreeFiles> Find() {
    if (root_.filename() == kSingleFailures) {
      AddSingleFailuresAlone();
    } else if (IsBase(root_)) {
      AddBase(root_, shown_);
    } else {
      found_.of_all = true;
      for (const char* const name : kBaseNames) {
        const fs::path folder = root_ / name;
        const std::string shown = shown_ + "/" + name;
        if (IsFolder(folder) && MayEnter(folder, shown)) AddBase(folder, shown);
      }
    }
    if (found_.bases.empty()) {
      if (!found_.problems.empty()) return Error{found_.problems.front()};
      return Error{root_.string() +
                   " is no tree of failures; name a folder that holds failed_customers or "
                   "failed_households, one of these, or a single_failures folder"};
    }
    std::sort(found_.files.begin(), found_.files.end(),
              [](const TreeFile& a, const TreeFile& b) { return a.shown < b.shown; });
    return std::move(found_);
  }

 private:
  // An entry that is a link, where links are followed.
  struct Link {
    fs::path path;
    std::string shown;
    std::string in_base;
  };

  void AddSingleFailuresAlone() {
    TreeBase& base = found_.bases.emplace_back();
    base.folder = root_.parent_path();
    base.has_single_failures = true;
    base.may_read_manifest = MayEnter(base.folder / kManifest, std::string("../") + kManifest);
    Walk(root_, shown_, kSingleFailures);
    FollowLinks();
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
    base.may_read_manifest = MayEnter(folder / kManifest, shown + "/" + kManifest);
    for (const fs::directory_entry& entry : EntriesOf(folder, shown)) {
      const std::string name = entry.path().filename().string();
      const bool of_failures = IsFolder(entry.path()) && name == kSingleFailures;
      const bool of_retries = IsFolder(entry.path()) && IsRetryFolder(name);
      const bool of_records = IsOneOf(name, kRecordNames);
      if (!of_failures && !of_retries && !of_records && !IsOneOf(name, kBesideNames)) continue;
      if (!MayEnter(entry.path(), shown + "/" + name)) continue;
      base.has_single_failures |= of_failures;
      base.has_records |= of_records;
      if (of_failures || of_retries) {
        Walk(entry.path(), shown + "/" + name, name);
      } else {
        AddFile(entry.path(), shown + "/" + name, name);
      }
    }
    FollowLinks();
  }

  void Walk(const fs::path& folder, const std::string& shown, const std::string& in_base) {
    std::error_code code;
    if (!walked_.insert(fs::canonical(folder, code)).second) return;
    for (const fs::directory_entry& entry : EntriesOf(folder, shown)) {
      const std::string name = "/" + entry.path().filename().string();
      if (entry.is_symlink(code)) {
        if (MayEnter(entry.path(), shown + name))
          links_.push_back({entry.path(), shown + name, in_base + name});
      } else if (entry.is_directory(code)) {
        Walk(entry.path(), shown + name, in_base + name);
      } else if (entry.is_regular_file(code)) {
        AddFile(entry.path(), shown + name, in_base + name);
      }
    }
  }

  // Whether an entry is no link, or links are followed. A file behind a link would be sent with the
  // others: one that is not looked at is told.
  bool MayEnter(const fs::path& path, const std::string& shown) {
    std::error_code code;
    if (follow_ || !fs::is_symlink(path, code)) return true;
    found_.problems.push_back("link " + shown + " is not followed: it leads to " +
                              fs::read_symlink(path, code).string() +
                              "; give --follow, or put there what it leads to");
    return false;
  }

  // Last, so that a folder of the tree has its own name whatever leads to it. Each folder is walked
  // once, so that loops end; a file counts under each of its names, as each would be sent.
  void FollowLinks() {
    for (size_t i = 0; i < links_.size(); ++i) {
      const Link link = links_[i];
      if (IsFolder(link.path)) {
        Walk(link.path, link.shown, link.in_base);
      } else if (IsFile(link.path)) {
        AddFile(link.path, link.shown, link.in_base);
      } else {
        found_.problems.push_back("link " + link.shown +
                                  " leads to no file or folder; mend or remove it");
      }
    }
    links_.clear();
  }

  // In the order of their names.
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
    std::sort(entries.begin(), entries.end());
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
  bool follow_;
  std::vector<Link> links_;
  std::set<fs::path> walked_;
  TreeFiles found_;
};

}  // namespace

Result<TreeFiles> FindTree(const std::string& tree, bool follow) {
  std::error_code code;
  const fs::path root = fs::canonical(tree, code);
  if (code) return Error{"cannot read " + tree + ": " + code.message() + "; check the name"};
  return TreeFinder(root, follow).Find();
}

}  // namespace analyzer
