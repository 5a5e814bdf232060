#include "analyzer/write/tree.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/base/digest.h"
#include "analyzer/base/files.h"
#include "analyzer/base/interruption.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/base/new_folder.h"
#include "analyzer/source/own_output.h"
#include "analyzer/write/document_file.h"
#include "analyzer/write/documents.h"
#include "analyzer/write/manifest.h"
#include "analyzer/write/owned_folder.h"
#include "analyzer/write/retry_writer.h"
#include "analyzer/write/single_failures.h"
#include "analyzer/write/unanswered.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr char kManifest[] = "manifest.json";

std::string BaseName(bool household) {
  return household ? "failed_households" : "failed_customers";
}

// What there is to be written of customers, or of households.
struct Content {
  FailureList failures;
  FailureList resolved;
  bool open_batches = false;
  std::optional<RetrySelector> retry;  // nothing: no retry batches are asked for

  bool empty() const {
    return failures.failures.empty() && resolved.failures.empty() && !open_batches &&
           (!retry || retry->empty());
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
        fresh_(base_),
        manifest_(ReadManifest(base_)),
        tree_(options.out, base_name_, "single_failures", fresh_.path(), manifest_, options.dry,
              options.progress),
        retry_(options.out, base_name_, "retry_batches", fresh_.path(), manifest_, options.dry,
               options.progress),
        single_files_(tree_.PathOf("")) {}

  // Who took a manifest that cannot be read for none would forget what it lists.
  Status Check() const {
    if (!manifest_.unreadable.empty()) return Error{manifest_.unreadable};
    if (options_.single_failures) {
      if (Status status = tree_.Check(options_.replace); !status.ok()) return status;
    }
    return WritesRetry() ? retry_.Check(options_.replace) : Status();
  }

  // Writes all beside its place but the manifest.
  Status Prepare(Content* content, Index* index, FailureLoader* loader) {
    if (Status status = Check(); !status.ok()) return status;
    if (!options_.dry) {
      if (Status status = fresh_.Make(); !status.ok()) return status;
    }
    if (options_.single_failures) {
      if (Status status = WriteTree(content, loader); !status.ok()) return status;
    } else {
      KeepTree();
      AddFailures(content, loader);
    }
    if (WritesRetry()) {
      const RetrySelection selection = content->retry ? content->retry->Select() : RetrySelection();
      content->retry.reset();  // what it chose from takes memory
      if (Status status = WriteRetry(selection, &loader->originals()); !status.ok()) return status;
    }
    return options_.single_failures ? WriteBeside(*content, index, loader) : Status();
  }

  // Makes the new folder whole, unless all that was prepared is in its place already.
  Status MakeWhole(OriginalLoader* originals) {
    auto manifest = DocumentFile::Create(fresh_.path() / kManifest);
    if (!manifest.ok()) return manifest.error();
    WriteManifest(originals, &manifest.value()->json());
    manifest.value()->Finish();
    if (Status status = manifest.value()->Publish(); !status.ok()) return status;
    beside_[kManifest] = std::move(manifest.value());
    changes_ = !IsUpToDate();
    if (!changes_) return {};
    return fresh_.CarryOver([this](const std::string& inside) { return DestinationOf(inside); });
  }

  // Whether Exchange has anything to do.
  bool changes() const { return changes_; }

  // Puts it in its place, in one step, as NewFolder does.
  Status Exchange() { return changes_ ? fresh_.Exchange() : Status(); }
  [[nodiscard]] bool Undo() { return fresh_.Undo(); }
  void Finish() { fresh_.Finish(); }

  // Tells what Exchange would change.
  void TellChanges(OriginalLoader* originals) const {
    const auto manifest = DocumentFile::Nowhere();
    WriteManifest(originals, &manifest->json());
    manifest->Finish();
    std::vector<ManifestEntry> entries = {
        {base_name_ + "/" + kManifest, Hex(manifest->digest()), ""}};
    std::vector<std::string> moved_away;
    for (const OwnedFolder* folder : {&tree_, &retry_}) {
      for (size_t i = 0; i < folder->files().size(); ++i) {
        const PutFile file = folder->files()[i];
        entries.push_back({folder->PathOf(file.name), Hex(file.sha256), ""});
      }
      if (folder->MovesAway()) moved_away.push_back(folder->PathOf(""));
    }
    for (const auto& [name, document] : beside_)
      entries.push_back({base_name_ + "/" + name, Hex(document->digest()), ""});
    Manifest before = manifest_;
    for (const ManifestEntry* kept : kept_) before.files.erase(kept->path);
    AddChanges(options_.out, before, entries, moved_away, &report_.changes);
  }

 private:
  // Where none are asked for, those of ours go, and a folder of somebody else's stays.
  bool WritesRetry() const { return options_.retry.write || retry_.IsOurs(); }

  // Each failure is loaded once, for its file and for the retry batches.
  Status WriteTree(Content* content, FailureLoader* loader) {
    if (Status status = tree_.Begin(options_.threads); !status.ok()) return status;
    const auto already_imported = WriteSingleFailures(
        content->failures, household_, options_.retry.skip_already_imported, loader,
        content->retry ? &*content->retry : nullptr, &tree_, &single_files_);
    if (!already_imported.ok()) return already_imported.error();
    report_.already_imported += already_imported.value();
    return {};
  }

  // What an earlier run wrote of the tree, and where each failure's file is.
  void KeepTree() {
    const std::string tree = tree_.PathOf("");
    for (const auto& [path, entry] : manifest_.files) {
      if (path.starts_with(retry_.PathOf(""))) continue;
      kept_.push_back(&entry);
      const std::string reference = ReferenceOf(entry);
      if (!reference.empty() && path.starts_with(tree))
        single_files_.Add(reference, std::string_view(path).substr(tree.size()));
    }
  }

  static void AddFailures(Content* content, FailureLoader* loader) {
    if (!content->retry) return;
    for (const ListedFailure& listed : content->failures.failures) {
      if (listed.joined) content->retry->Add(loader->LoadLastAttempt(listed));
    }
  }

  Status WriteRetry(const RetrySelection& selection, OriginalLoader* originals) {
    if (Status status = retry_.Begin(options_.threads); !status.ok()) return status;
    if (Status status = WriteRetryBatches(selection, single_files_, household_, options_.retry,
                                          originals, &retry_);
        !status.ok()) {
      return status;
    }
    Status status = retry_.Finish();
    if (status.ok()) CountRetry(selection);
    return status;
  }

  void CountRetry(const RetrySelection& selection) {
    for (size_t i = 0; i < retry_.files().size(); ++i)
      report_.retry_files += retry_.files()[i].name.starts_with("retry_batch_");
    for (const size_t item : selection.items)
      ++report_.retry_items[selection.kept.Load(item).reason];
    for (const NotRetried& not_retried : selection.left_out)
      ++report_.left_out[std::string(not_retried.why)];
    if (selection.without_time > 0)
      report_.left_out["no source tells the time"] += selection.without_time;
  }

  // What stands beside the tree.
  Status WriteBeside(const Content& content, Index* index, FailureLoader* loader) {
    const auto each = [&](const FailureList& list, const auto& is_wanted) -> EachFailure {
      return [&list, is_wanted, loader](const auto& take) {
        for (const ListedFailure& listed : list.failures) {
          if (is_wanted(listed)) take(loader->Load(listed));
        }
      };
    };
    const auto open = each(content.failures, [](const auto& listed) { return !listed.joined; });
    const auto decided = each(content.failures, [](const auto& listed) { return listed.by_hand; });
    const auto all = each(content.resolved, [](const auto&) { return true; });
    const std::pair<const char*, std::function<void(JsonWriter*)>> documents[] = {
        {"resolved.json", [&](JsonWriter* json) { WriteResolved(all, json); }},
        {"unanswered.json", [&](JsonWriter* json) { WriteUnanswered(index, household_, json); }},
        {"unmatched.json", [&](JsonWriter* json) { WriteUnmatched(open, decided, json); }}};
    for (const auto& [name, write] : documents) {
      StopIfAsked();
      auto document = options_.dry ? Result(DocumentFile::Nowhere())
                                   : DocumentFile::Create(fresh_.path() / name);
      if (!document.ok()) return document.error();
      write(&document.value()->json());
      document.value()->Finish();
      if (!options_.dry) {
        if (Status status = document.value()->Publish(); !status.ok()) return status;
      }
      beside_[name] = std::move(document.value());
    }
    return {};
  }

  // The folders that are written anew.
  std::vector<const OwnedFolder*> Written() const {
    std::vector<const OwnedFolder*> written;
    if (options_.single_failures) written.push_back(&tree_);
    if (WritesRetry()) written.push_back(&retry_);
    return written;
  }

  bool IsUpToDate() const {
    const auto written = Written();
    return std::ranges::all_of(written, &OwnedFolder::IsUpToDate) &&
           std::ranges::all_of(beside_, [&](const auto& file) {
             const auto old = DigestOfFile(base_ / file.first);
             return old.ok() && old.value() == file.second->digest();
           });
  }

  // Where a file of the folder as it is goes in the new one (NewFolder).
  std::optional<std::string> DestinationOf(const std::string& inside) const {
    if (beside_.contains(inside)) return std::nullopt;
    // A folder in which files of ours are, or were, is there where one of them is.
    const std::string path = base_name_ + "/" + inside;
    const auto below = manifest_.files.lower_bound(path);
    if (path.ends_with('/') && below != manifest_.files.end() && below->first.starts_with(path))
      return std::nullopt;
    for (const OwnedFolder* folder : Written()) {
      if (path.starts_with(folder->PathOf(""))) return folder->DestinationOf(inside);
    }
    return inside;
  }

  // In the order of the paths.
  void WriteManifest(OriginalLoader* originals, JsonWriter* json) const {
    ManifestWriter manifest(json);
    manifest.Begin();
    const auto add_put = [&](const OwnedFolder& folder) {
      return [&](const PutFile& file) {
        manifest.Add(folder.PathOf(file.name), Hex(file.sha256),
                     file.source ? SourceJson(originals->At(*file.source)) : "");
      };
    };
    // All that is in one folder stands together.
    std::map<std::string, std::function<void()>> lines;
    for (const OwnedFolder* folder : {&tree_, &retry_})
      lines[folder->PathOf("")] = [&, folder] { folder->files().ForEachByName(add_put(*folder)); };
    for (const auto& [name, document] : beside_) {
      lines[base_name_ + "/" + name] = [&, &name = name, &document = document] {
        manifest.Add(base_name_ + "/" + name, Hex(document->digest()), "");
      };
    }
    auto kept = kept_.begin();
    const auto add_kept = [&](const std::string* before) {
      for (; kept != kept_.end() && (before == nullptr || (*kept)->path < *before); ++kept)
        manifest.Add((*kept)->path, (*kept)->sha256, (*kept)->source_json);
    };
    for (const auto& [path, write] : lines) {
      add_kept(&path);
      write();
    }
    add_kept(nullptr);
    manifest.End();
  }

  bool household_;
  const TreeOptions& options_;
  TreeReport& report_;
  std::string base_name_;
  fs::path base_;
  NewFolder fresh_;  // of base_
  Manifest manifest_;
  OwnedFolder tree_;
  OwnedFolder retry_;
  std::vector<const ManifestEntry*> kept_;  // in the order of their paths
  SingleFiles single_files_;
  std::map<std::string, std::unique_ptr<DocumentFile>> beside_;
  bool changes_ = false;
};

Content ContentOf(Index* index, bool household, const RetryOptions& retry, FailureLoader* loader) {
  Content content;
  content.failures = loader->List("failure", household);
  content.resolved = loader->List("resolved", household);
  content.open_batches = HasOpenBatches(index, household);
  if (retry.write) content.retry.emplace(index, household, retry);
  return content;
}

// About how many: those of summaries and batches are few.
int64_t FilesToWrite(const Content (&content)[2]) {
  int64_t files = 0;
  for (const Content& of_kind : content) {
    files += std::ranges::count_if(of_kind.failures.failures,
                                   [](const ListedFailure& listed) { return listed.joined; });
  }
  return files;
}

using Writers = std::vector<std::unique_ptr<TreeWriter>>;

Status ExchangeAll(const Writers& writers, Index* index) try {
  for (const auto& writer : writers) {
    if (Status status = writer->Exchange(); !status.ok()) return status;
  }
  return index->Publish();
} catch (const std::bad_alloc&) {
  return Error{"out of memory"};
}

// Puts all in its place: each tree in one step, and the index in one. A mark tells whoever comes
// after a run that was killed between these. From the first step on nothing needs room on the disk,
// and a step that fails takes back those before it.
Status Publish(const Writers& writers, const TreeOptions& options, Index* index,
               OriginalLoader* originals) {
  bool changes = false;
  for (const auto& writer : writers) {
    if (Status status = writer->MakeWhole(originals); !status.ok()) return status;
    changes = changes || writer->changes();
  }
  if (Status status = index->Commit(); !status.ok()) return status;
  FinishWhatFollows();
  const fs::path mark = options.out / kUnfinishedMark;
  // Retry batches that are written anew make good what others of them left unfinished, and no more.
  const std::string_view what = options.single_failures ? "trees\n" : "retry batches\n";
  const auto before = ReadFile(mark);
  const bool finishes = options.single_failures || !before.ok() || before.value() == what;
  if (changes && finishes) {
    if (Status status = WriteFileAtomically(mark, what); !status.ok()) return status;
  }
  Status status = ExchangeAll(writers, index);
  bool mixed = false;
  for (const auto& writer : writers) {
    if (status.ok()) {
      writer->Finish();
    } else {
      mixed = !writer->Undo() || mixed;
    }
  }
  std::error_code code;
  if (finishes && !mixed) fs::remove(mark, code);
  return status;
}

}  // namespace

Status RepairTrees(const std::filesystem::path& out) {
  for (const bool household : {false, true}) {
    if (Status status = NewFolder(out / BaseName(household)).Repair(); !status.ok()) return status;
  }
  return {};
}

Status CheckTree(const TreeOptions& options) {
  TreeReport report;
  for (const bool household : {false, true}) {
    if (Status status = TreeWriter(household, options, &report).Check(); !status.ok())
      return status;
  }
  return {};
}

Result<TreeReport> WriteTrees(Index* index, const TreeOptions& options) {
  TreeReport report;
  FailureLoader loader(index);
  Content content[2];
  for (const bool household : {false, true})
    content[household] = ContentOf(index, household, options.retry, &loader);
  GiveBackMemory();
  if (options.progress != nullptr) options.progress->Begin("writing", {FilesToWrite(content), 0});
  std::vector<std::unique_ptr<TreeWriter>> writers;
  for (const bool household : {false, true}) {
    const Manifest old = ReadManifest(options.out / BaseName(household));
    if (!old.unreadable.empty()) return Error{old.unreadable};
    // The customers' tree is there even where it is empty, unless all were households.
    const bool needless = household || !content[1].empty();
    if (content[household].empty() && !old.ours && needless) continue;
    writers.push_back(std::make_unique<TreeWriter>(household, options, &report));
    if (Status status = writers.back()->Prepare(&content[household], index, &loader); !status.ok())
      return status.error();
  }
  if (options.dry) {
    for (const auto& writer : writers) writer->TellChanges(&loader.originals());
    return report;
  }
  if (Status status = Publish(writers, options, index, &loader.originals()); !status.ok())
    return status.error();
  return report;
}

}  // namespace analyzer
