#include "analyzer/write/tree.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/source/discovery.h"
#include "analyzer/source/text.h"
#include "analyzer/write/documents.h"
#include "analyzer/write/names.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr char kTree[] = "single_failures";

std::string BaseName(bool household) {
  return household ? "failed_households" : "failed_customers";
}

// What the manifests in a folder list: path relative to the output folder, and SHA-256.
std::map<std::string, std::string> OwnFiles(const fs::path& base) {
  std::map<std::string, std::string> own;
  for (const char* const name : {"manifest.json", "manifest.json.new"}) {
    auto bytes = ReadFile(base / name);
    if (!bytes.ok()) continue;
    bytes.value().reserve(bytes.value().size() + kPadding);
    JsonReader reader;
    std::vector<JsonField> manifest;
    std::vector<JsonValue> files;
    std::vector<JsonField> file;
    if (!reader.ReadObject(bytes.value(), &manifest)) continue;
    const JsonValue* list = FindField(manifest, "files");
    if (list == nullptr || list->kind != JsonKind::kArray || !reader.ReadArray(list->raw, &files))
      continue;
    for (const JsonValue& entry : files) {
      if (reader.ReadObject(entry.raw, &file))
        own[FieldText(file, "path")] = FieldText(file, "sha256");
    }
  }
  return own;
}

bool IsNobodys(const fs::path& tree) {
  std::error_code code;
  return !fs::exists(tree, code) || fs::is_empty(tree, code);
}

Status CheckOne(const fs::path& base, bool replace) {
  const fs::path tree = base / kTree;
  if (IsNobodys(tree) || IsOwnOutput(base)) return {};
  std::error_code code;
  const fs::path before = base / "single_failures.before";
  if (!replace) {
    return Error{tree.string() +
                 " was not written by this program and is left as it is; give another --out, or "
                 "--replace to "
                 "move it to " +
                 before.string() + " first"};
  }
  if (fs::exists(before, code)) {
    return Error{"cannot move " + tree.string() + " away: " + before.string() +
                 " is there already; remove or rename it"};
  }
  return {};
}

// One of the two trees, from the failures to the files.
class TreeWriter {
 public:
  TreeWriter(bool household, const TreeOptions& options)
      : household_(household),
        options_(options),
        base_name_(BaseName(household)),
        base_(options.out / base_name_),
        tree_(base_ / kTree),
        fresh_(base_ / "single_failures.new") {}

  Status Write(const std::vector<const Failure*>& failures,
               const std::vector<const Failure*>& resolved) {
    if (Status status = MakeFolder(base_); !status.ok()) return status;
    // Moved away only at the end: it may be read from until then.
    moves_tree_ = !IsNobodys(tree_) && !IsOwnOutput(base_);
    if (Status status = CheckOne(base_, options_.replace); !status.ok()) return status;
    own_ = OwnFiles(base_);
    if (Status status = RemoveTree(fresh_); !status.ok()) return status;
    if (Status status = MakeFolder(fresh_); !status.ok()) return status;
    FindForeignFiles();
    if (Status status = WriteReasons(failures); !status.ok()) return status;
    if (Status status = WriteBeside(failures, resolved); !status.ok()) return status;
    return Exchange();
  }

 private:
  // Files in our tree that we did not write keep their names; ours make way.
  void FindForeignFiles() {
    std::error_code code;
    if (moves_tree_ || !fs::exists(tree_, code)) return;
    for (fs::recursive_directory_iterator entry(tree_, code), end; !code && entry != end;
         entry.increment(code)) {
      if (entry->is_directory() && !entry->is_symlink()) continue;
      const std::string inside = fs::relative(entry->path(), tree_, code).generic_string();
      if (own_.contains(base_name_ + "/" + kTree + "/" + inside)) continue;
      foreign_.push_back(inside);
      const fs::path relative(inside);
      names_[relative.parent_path().string()].Reserve(relative.filename().string());
    }
  }

  Status WriteReasons(const std::vector<const Failure*>& failures) {
    std::map<std::string, std::vector<const Failure*>> by_reason;
    for (const Failure* failure : failures) by_reason[failure->reason].push_back(failure);
    std::map<std::string, size_t> counts;
    for (const auto& [reason, of_reason] : by_reason) {
      const std::string folder = FolderOf(reason);
      if (Status status = WriteReason(reason, folder, of_reason); !status.ok()) return status;
      counts[folder] = of_reason.size();
    }
    return Put("README.md", TreeReadme(household_, counts), nullptr);
  }

  // A folder in which only foreign files are is the reason's own, by its name.
  std::string FolderOf(const std::string& reason) {
    return folders_.Take(ReasonFolderName(reason), "");
  }

  Status WriteReason(const std::string& reason, const std::string& folder,
                     const std::vector<const Failure*>& failures) {
    if (Status status = MakeFolder(fresh_ / folder); !status.ok()) return status;
    NameRegister& names = names_[folder];
    std::vector<WrittenFailure> written;
    for (const Failure* failure : failures) {
      written.push_back({failure, "", WhyNoFile(*failure)});
      if (!failure->original) continue;
      auto original = ReadOriginalBytes(*failure->original, options_.files);
      if (!original.ok()) return original.error();
      const std::string name = folder + "/" + names.Take(StemOf(*failure), ".json");
      if (Status status =
              Put(name, SingleFailure(original.value(), household_), &*failure->original);
          !status.ok()) {
        return status;
      }
      written.back().file = base_name_ + "/" + kTree + "/" + name;
    }
    const std::string directory = base_name_ + "/" + kTree + "/" + folder;
    const std::string name = names.Take("_SUMMARY_" + folder, ".json");
    return Put(folder + "/" + name, Summary(reason, directory, household_, written), nullptr);
  }

  static std::string WhyNoFile(const Failure& failure) {
    if (failure.original) return "";
    return failure.joining == "ambiguous" ? "ambiguous: several originals fit, see unmatched.json"
                                          : "unmatched: no original was found";
  }

  std::string StemOf(const Failure& failure) const {
    const OriginalPlace& original = *failure.original;
    std::string id = CleanNamePart(original.own_id.empty() ? failure.customer_id : original.own_id);
    if (id.empty()) id = "NOID";
    if (household_) return "household_" + id;
    std::string name = CleanNamePart(failure.username);
    if (name.empty())
      name = CleanNamePart(original.first_name) + "_" + CleanNamePart(original.last_name);
    return "customer_" + id + (name == "_" ? "" : "_" + name);
  }

  Status Put(const std::string& name, const std::string& bytes, const OriginalPlace* source) {
    entries_.push_back({base_name_ + "/" + kTree + "/" + name, Sha256(bytes), source});
    return WriteNewFile(fresh_ / name, bytes);
  }

  Status WriteBeside(const std::vector<const Failure*>& failures,
                     const std::vector<const Failure*>& resolved) {
    std::vector<const Failure*> open;
    std::vector<const Failure*> decided;
    for (const Failure* failure : failures) {
      if (!failure->original) open.push_back(failure);
      if (failure->joined_by == "by hand") decided.push_back(failure);
    }
    beside_["unmatched.json"] = Unmatched(open, decided);
    beside_["resolved.json"] = Resolved(resolved);
    for (const auto& [name, bytes] : beside_) {
      entries_.push_back({base_name_ + "/" + name, Sha256(bytes), nullptr});
    }
    std::sort(entries_.begin(), entries_.end(),
              [](const ManifestEntry& a, const ManifestEntry& b) { return a.path < b.path; });
    return {};
  }

  // While the tree changes, the old manifest and the new one stand side by side: whoever comes
  // after a killed run knows our files by either.
  Status Exchange() {
    const std::string manifest = Manifest(entries_);
    if (IsUpToDate()) {
      if (Status status = RemoveTree(fresh_); !status.ok()) return status;
    } else {
      if (Status status = CarryOverForeign(); !status.ok()) return status;
      if (Status status = WriteFileAtomically(base_ / "manifest.json.new", manifest); !status.ok())
        return status;
      if (moves_tree_) {
        if (Status status = Rename(tree_, base_ / "single_failures.before"); !status.ok())
          return status;
      }
      if (Status status = ExchangeFolders(fresh_, tree_); !status.ok()) return status;
    }
    for (const auto& [name, bytes] : beside_) {
      if (Status status = WriteIfChanged(base_ / name, bytes); !status.ok()) return status;
    }
    if (Status status = WriteIfChanged(base_ / "manifest.json", manifest); !status.ok())
      return status;
    std::error_code code;
    fs::remove(base_ / "manifest.json.new", code);
    return RemoveTree(fresh_);
  }

  bool IsUpToDate() const {
    std::set<std::string> listed;
    for (const ManifestEntry& entry : entries_) {
      if (!entry.path.starts_with(base_name_ + "/" + kTree + "/")) continue;
      listed.insert(entry.path);
      const auto bytes = ReadFile(options_.out / entry.path);
      if (!bytes.ok() || Sha256(bytes.value()) != entry.sha256) return false;
    }
    const std::string inside = base_name_ + "/" + kTree + "/";
    return std::all_of(own_.begin(), own_.end(), [&](const auto& file) {
      std::error_code code;
      return listed.contains(file.first) || !file.first.starts_with(inside) ||
             !fs::exists(options_.out / file.first, code);
    });
  }

  Status CarryOverForeign() {
    for (const std::string& inside : foreign_) {
      if (Status status = MakeFolder((fresh_ / inside).parent_path()); !status.ok()) return status;
      std::error_code code;
      fs::create_hard_link(tree_ / inside, fresh_ / inside, code);
      if (code) fs::copy(tree_ / inside, fresh_ / inside, fs::copy_options::copy_symlinks, code);
      if (code) {
        return Error{"cannot carry over " + (tree_ / inside).string() + ": " + code.message() +
                     "; the old tree is unchanged"};
      }
    }
    return {};
  }

  static Status WriteIfChanged(const fs::path& path, const std::string& bytes) {
    const auto old = ReadFile(path);
    if (old.ok() && old.value() == bytes) return {};
    return WriteFileAtomically(path, bytes);
  }

  bool household_;
  const TreeOptions& options_;
  std::string base_name_;
  fs::path base_;
  fs::path tree_;
  fs::path fresh_;
  std::map<std::string, std::string> own_;
  std::vector<std::string> foreign_;
  bool moves_tree_ = false;
  std::map<std::string, NameRegister> names_;  // by folder
  NameRegister folders_;
  std::vector<ManifestEntry> entries_;
  std::map<std::string, std::string> beside_;
};

std::vector<const Failure*> OfKind(const std::vector<Failure>& all, bool household) {
  std::vector<const Failure*> chosen;
  for (const Failure& failure : all) {
    if (failure.household == household) chosen.push_back(&failure);
  }
  return chosen;
}

}  // namespace

Status CheckTree(const TreeOptions& options) {
  for (const bool household : {false, true}) {
    if (Status status = CheckOne(options.out / BaseName(household), options.replace);
        !status.ok()) {
      return status;
    }
  }
  return {};
}

Status WriteTrees(const std::vector<Failure>& failures, const std::vector<Failure>& resolved,
                  const TreeOptions& options) {
  const bool any_household = !OfKind(failures, true).empty() || !OfKind(resolved, true).empty();
  for (const bool household : {false, true}) {
    const auto open = OfKind(failures, household);
    const auto done = OfKind(resolved, household);
    const bool was_written = IsOwnOutput(options.out / BaseName(household));
    // The customers' tree is there even where it is empty, unless all were households.
    const bool empty = open.empty() && done.empty();
    if (empty && !was_written && (household || any_household)) continue;
    if (Status status = TreeWriter(household, options).Write(open, done); !status.ok())
      return status;
  }
  return {};
}

}  // namespace analyzer
