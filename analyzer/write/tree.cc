#include "analyzer/write/tree.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/provisional_folder.h"
#include "analyzer/index/originals.h"
#include "analyzer/source/discovery.h"
#include "analyzer/write/documents.h"
#include "analyzer/write/manifest.h"
#include "analyzer/write/names.h"
#include "analyzer/write/owned_folder.h"
#include "analyzer/write/retry_writer.h"
#include "analyzer/write/unanswered.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

std::string BaseName(bool household) {
  return household ? "failed_households" : "failed_customers";
}

// What there is to be written of customers, or of households.
struct Content {
  std::vector<const Failure*> failures;
  std::vector<const Failure*> resolved;
  std::vector<OpenBatch> open_batches;
  RetrySelection retry;

  bool empty() const {
    return failures.empty() && resolved.empty() && open_batches.empty() && retry.items.empty();
  }
};

// One of the two trees, from the failures to the files.
class TreeWriter {
 public:
  TreeWriter(bool household, const TreeOptions& options, TreeReport* report)
      : household_(household),
        options_(options),
        report_(*report),
        base_name_(BaseName(household)),
        base_(options.out / base_name_),
        manifest_(ReadManifest(base_)),
        tree_(options.out, base_name_, "single_failures", manifest_, options.dry, options.progress),
        retry_(options.out, base_name_, "retry_batches", manifest_, options.dry, options.progress) {
  }

  Status Check() const {
    if (options_.single_failures) {
      if (Status status = tree_.Check(options_.replace); !status.ok()) return status;
    }
    return WritesRetry() ? retry_.Check(options_.replace) : Status();
  }

  // Writes all beside its place.
  Status Prepare(const Content& content, Originals* originals) {
    if (!options_.dry) {
      auto folder = ProvisionalFolder::Make(base_);
      if (!folder.ok()) return folder.error();
      folder_.emplace(std::move(folder.value()));
    }
    if (Status status = Check(); !status.ok()) return status;
    if (options_.single_failures) {
      if (Status status = WriteTree(content, originals); !status.ok()) return status;
    } else {
      KeepTree();
    }
    if (WritesRetry()) {
      if (Status status = retry_.Begin(); !status.ok()) return status;
      if (Status status = WriteRetryBatches(content.retry, single_files_, household_,
                                            options_.retry, originals, &retry_);
          !status.ok()) {
        return status;
      }
      CountRetry(content.retry);
    }
    return {};
  }

  // Puts what was prepared in its place.
  //
  // While the folders change, the old manifest and the new one stand side by side: whoever comes
  // after a killed run knows our files by either.
  Status Exchange() {
    const std::string manifest = ManifestDocument(Entries());
    if (Status status = WriteFileAtomically(base_ / "manifest.json.new", manifest); !status.ok())
      return status;
    if (options_.single_failures) {
      if (Status status = ExchangeOne(&tree_); !status.ok()) return status;
    }
    if (WritesRetry()) {
      if (Status status = ExchangeOne(&retry_); !status.ok()) return status;
    }
    for (const auto& [name, bytes] : beside_) {
      if (Status status = WriteIfChanged(base_ / name, bytes); !status.ok()) return status;
    }
    if (Status status = WriteIfChanged(base_ / "manifest.json", manifest); !status.ok())
      return status;
    std::error_code code;
    fs::remove(base_ / "manifest.json.new", code);
    return {};
  }

  // Tells what Exchange would change.
  void TellChanges() const {
    std::vector<ManifestEntry> entries = Entries();
    entries.push_back({base_name_ + "/manifest.json", Sha256(ManifestDocument(entries)), ""});
    Manifest before = manifest_;
    std::set<std::string> kept;
    for (const ManifestEntry& entry : kept_) {
      before.files.erase(entry.path);
      kept.insert(entry.path);
    }
    std::erase_if(entries, [&](const ManifestEntry& entry) { return kept.contains(entry.path); });
    std::vector<std::string> moved_away;
    for (const OwnedFolder* folder : {&tree_, &retry_}) {
      if (folder->MovesAway()) moved_away.push_back(folder->PathOf(""));
    }
    AddChanges(options_.out, before, entries, moved_away, &report_.changes);
  }

 private:
  // Where none are asked for, those of ours go, and a folder of somebody else's stays.
  bool WritesRetry() const { return options_.retry.write || retry_.IsOurs(); }

  Status WriteTree(const Content& content, Originals* originals) {
    if (Status status = tree_.Begin(); !status.ok()) return status;
    if (Status status = WriteReasons(content.failures, originals); !status.ok()) return status;
    std::vector<const Failure*> open;
    std::vector<const Failure*> decided;
    for (const Failure* failure : content.failures) {
      if (!failure->original) open.push_back(failure);
      if (failure->joined_by == "by hand") decided.push_back(failure);
    }
    beside_["unmatched.json"] = Unmatched(open, decided);
    beside_["resolved.json"] = Resolved(content.resolved);
    beside_["unanswered.json"] = UnansweredDocument(content.open_batches);
    return {};
  }

  // What an earlier run wrote of the tree, and where each failure's file is.
  void KeepTree() {
    for (const auto& [path, entry] : manifest_.files) {
      if (path.starts_with(retry_.PathOf(""))) continue;
      kept_.push_back(entry);
      const std::string reference = ReferenceOf(entry);
      if (!reference.empty()) single_files_[reference] = path;
    }
  }

  Status WriteReasons(const std::vector<const Failure*>& failures, Originals* originals) {
    std::map<std::string, std::vector<const Failure*>> by_reason;
    for (const Failure* failure : failures) by_reason[failure->reason].push_back(failure);
    std::map<std::string, size_t> counts;
    for (const auto& [reason, of_reason] : by_reason) {
      const std::string folder = folders_.Take(ReasonFolderName(reason), "");
      if (Status status = WriteReason(reason, folder, of_reason, originals); !status.ok())
        return status;
      counts[folder] = of_reason.size();
    }
    return tree_.Put("README.md", TreeReadme(household_, counts));
  }

  Status WriteReason(const std::string& reason, const std::string& folder,
                     const std::vector<const Failure*>& failures, Originals* originals) {
    NameRegister& names = tree_.Names(folder);
    std::vector<WrittenFailure> written;
    for (const Failure* failure : failures) {
      written.push_back({failure, "", WhyNoFile(*failure)});
      if (!written.back().why_none.empty()) continue;
      auto original = originals->Text(failure->original->id);
      if (!original.ok()) return original.error();
      const std::string name = folder + "/" + names.Take(StemOf(*failure), ".json");
      if (Status status = tree_.Put(name, SingleFailure(original.value(), household_),
                                    SourceJson(*failure->original));
          !status.ok()) {
        return status;
      }
      written.back().file = tree_.PathOf(name);
      single_files_[failure->original->Reference()] = written.back().file;
    }
    const std::string name = names.Take("_SUMMARY_" + folder, ".json");
    return tree_.Put(folder + "/" + name,
                     Summary(reason, tree_.PathOf(folder), household_, written));
  }

  std::string WhyNoFile(const Failure& failure) {
    if (failure.original && failure.already_imported && options_.retry.skip_already_imported) {
      ++report_.already_imported;
      return "already imported: an earlier attempt was a success";
    }
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

  void CountRetry(const RetrySelection& selection) {
    for (const ManifestEntry& entry : retry_.entries())
      report_.retry_files += entry.path.starts_with(retry_.PathOf("retry_batch_"));
    for (const RetryItem& item : selection.items) ++report_.retry_items[item.reason];
    for (const NotRetried& not_retried : selection.left_out) ++report_.left_out[not_retried.why];
    if (selection.without_time > 0)
      report_.left_out["no source tells the time"] += selection.without_time;
  }

  static Status ExchangeOne(OwnedFolder* folder) {
    return folder->IsUpToDate() ? folder->Discard() : folder->Exchange();
  }

  std::vector<ManifestEntry> Entries() const {
    std::vector<ManifestEntry> entries = kept_;
    entries.insert(entries.end(), tree_.entries().begin(), tree_.entries().end());
    entries.insert(entries.end(), retry_.entries().begin(), retry_.entries().end());
    for (const auto& [name, bytes] : beside_)
      entries.push_back({base_name_ + "/" + name, Sha256(bytes), ""});
    std::sort(entries.begin(), entries.end(),
              [](const ManifestEntry& a, const ManifestEntry& b) { return a.path < b.path; });
    return entries;
  }

  static Status WriteIfChanged(const fs::path& path, const std::string& bytes) {
    const auto old = ReadFile(path);
    if (old.ok() && old.value() == bytes) return {};
    return WriteFileAtomically(path, bytes);
  }

  bool household_;
  const TreeOptions& options_;
  TreeReport& report_;
  std::string base_name_;
  fs::path base_;
  std::optional<ProvisionalFolder> folder_;
  Manifest manifest_;
  OwnedFolder tree_;
  OwnedFolder retry_;
  NameRegister folders_;
  std::vector<ManifestEntry> kept_;
  SingleFiles single_files_;
  std::map<std::string, std::string> beside_;
};

Content ContentOf(Index* index, bool household, const std::vector<Failure>& failures,
                  const std::vector<Failure>& resolved, const RetryOptions& retry) {
  Content content;
  for (const Failure& failure : failures) {
    if (failure.household == household) content.failures.push_back(&failure);
  }
  for (const Failure& failure : resolved) {
    if (failure.household == household) content.resolved.push_back(&failure);
  }
  content.open_batches = LoadOpenBatches(index, household);
  if (retry.write) content.retry = SelectRetry(index, failures, household, retry);
  return content;
}

// About how many: those of summaries and batches are few.
int64_t FilesToWrite(const Content (&content)[2]) {
  int64_t files = 0;
  for (const Content& of_kind : content) {
    files += std::count_if(of_kind.failures.begin(), of_kind.failures.end(),
                           [](const Failure* failure) { return failure->original.has_value(); });
  }
  return files;
}

}  // namespace

Status CheckTree(const TreeOptions& options) {
  TreeReport report;
  for (const bool household : {false, true}) {
    if (Status status = TreeWriter(household, options, &report).Check(); !status.ok())
      return status;
  }
  return {};
}

Result<TreeReport> WriteTrees(Index* index, const TreeOptions& options) {
  const auto failures = LoadFailures(index, "failure");
  const auto resolved = LoadFailures(index, "resolved");
  TreeReport report;
  Originals originals(index);
  Content content[2];
  for (const bool household : {false, true})
    content[household] = ContentOf(index, household, failures, resolved, options.retry);
  if (options.progress != nullptr) options.progress->Begin("writing", {FilesToWrite(content), 0});
  std::vector<std::unique_ptr<TreeWriter>> writers;
  for (const bool household : {false, true}) {
    const bool was_written = IsOwnOutput(options.out / BaseName(household));
    // The customers' tree is there even where it is empty, unless all were households.
    const bool needless = household || !content[1].empty();
    if (content[household].empty() && !was_written && needless) continue;
    writers.push_back(std::make_unique<TreeWriter>(household, options, &report));
    if (Status status = writers.back()->Prepare(content[household], &originals); !status.ok())
      return status.error();
  }
  if (options.dry) {
    for (const auto& writer : writers) writer->TellChanges();
    return report;
  }
  FinishWhatFollows();
  for (const auto& writer : writers) {
    if (Status status = writer->Exchange(); !status.ok()) return status.error();
  }
  return report;
}

}  // namespace analyzer
