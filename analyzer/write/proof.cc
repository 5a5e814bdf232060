#include "analyzer/write/proof.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analyzer/audit/summary_reading.h"
#include "analyzer/source/text.h"
#include "analyzer/write/manifest.h"
#include "analyzer/write/recutting.h"

namespace analyzer {
namespace {

constexpr std::array<std::string_view, 2> kOwnFolders = {"single_failures/", "retry_batches/"};

// The folder of ours that a path relative to a base is in; empty: none.
std::string_view OwnFolderOf(std::string_view in_base) {
  const auto* const found =
      std::find_if(kOwnFolders.begin(), kOwnFolders.end(),
                   [&](std::string_view folder) { return in_base.starts_with(folder); });
  return found == kOwnFolders.end() ? "" : *found;
}

OriginalReference ReferenceIn(const ManifestEntry& entry, JsonReader* reader) {
  std::string json = entry.source_json;
  json.reserve(json.size() + kPadding);
  return ReadReference(json, reader);
}

// Proves what one manifest lists.
class Prover {
 public:
  Prover(const Tree& tree, size_t base, Recutter* recutter, LastWords* words,
         std::vector<Finding>* findings)
      : tree_(tree), base_(base), recutter_(*recutter), words_(*words), findings_(*findings) {
    for (size_t i = 0; i < tree.files.size(); ++i) {
      if (tree.files[i].base == base) files_[tree.files[i].in_base] = i;
    }
    for (const TreeClaim& claim : tree.claims) claims_.emplace(claim.file, &claim);
    for (size_t i = 0; i < findings->size(); ++i) told_.emplace((*findings)[i].file, i);
  }

  void Prove(const Manifest& manifest, std::set<std::string>* proved) {
    for (const auto& [path, entry] : manifest.files) CheckEntry(path, entry);
    TellUnlisted();
    AddRetryBatches();
    for (const Recut& recut : recuts_) {
      if (IsProved(recut, recutter_.Make(recut))) proved->insert(FileOf(recut).shown);
    }
    ProveByValue(proved);
    TellNotProved();
  }

 private:
  const TreeFile& FileOf(const Recut& recut) const { return tree_.files[recut.file]; }

  void Tell(FindingKind kind, const std::string& file, std::string what,
            std::vector<Witness> evidence = {}) {
    Finding finding{.kind = kind, .file = file};
    finding.what = std::move(what);
    finding.evidence = std::move(evidence);
    findings_.push_back(std::move(finding));
  }

  void CheckEntry(const std::string& path, const ManifestEntry& entry) {
    // In the manifest, paths begin with the name that the base had when it was written.
    const std::string in_base = path.substr(path.find('/') + 1);
    const TreeBase& base = tree_.bases[base_];
    if (base.shown.empty() && !in_base.starts_with(kOwnFolders.front())) return;
    listed_.insert(in_base);
    folders_.insert(OwnFolderOf(in_base));
    const auto found = files_.find(in_base);
    if (found == files_.end()) {
      return Tell(FindingKind::kGone, (base.shown.empty() ? "" : base.shown + "/") + in_base,
                  "it is not there");
    }
    const TreeFile& file = tree_.files[found->second];
    if (file.sha256 != entry.sha256) {
      TellChanged(file.shown);
      return;
    }
    unchanged_.insert(found->second);
    if (!entry.source_json.empty()) {
      recuts_.push_back({.file = found->second,
                         .from = {ReferenceIn(entry, &reader_)},
                         .rewritten_to = {""},
                         .household = base.household});
    }
  }

  // Where something is told of it already, this is told there.
  void TellChanged(const std::string& shown) {
    const auto [begin, end] = told_.equal_range(shown);
    if (begin == end)
      return Tell(FindingKind::kChanged, shown, "its SHA-256 is not that of manifest.json");
    for (auto told = begin; told != end; ++told)
      findings_[told->second].what += "; changed since manifest.json was written";
  }

  void TellUnlisted() {
    for (const auto& [in_base, number] : files_) {
      const bool ours = folders_.contains(OwnFolderOf(in_base)) && !OwnFolderOf(in_base).empty();
      if (!ours || listed_.contains(in_base) || tree_.files[number].kind == TreeFileKind::kOther) {
        continue;
      }
      Tell(FindingKind::kUnlisted, tree_.files[number].shown, "manifest.json does not list it");
    }
  }

  void AddRetryBatches() {
    std::map<size_t, Recut> by_file;
    for (const RetrySummaryClaim& summary : tree_.retry_summaries) {
      const TreeFile& told_in = tree_.files[summary.file];
      if (told_in.base != base_ || OwnFolderOf(told_in.in_base).empty()) continue;
      for (const RetryRow& row : summary.rows) {
        const auto file = files_.find(std::string(kOwnFolders.back()) + row.retry_file);
        if (file == files_.end() || !unchanged_.contains(file->second)) continue;
        Recut& recut = by_file[file->second];
        recut.from.push_back(row.original);
        recut.rewritten_to.push_back(row.rewritten_to);
      }
    }
    for (auto& [file, recut] : by_file) {
      recut.file = file;
      recut.batch = true;
      recut.household = tree_.bases[base_].household;
      recuts_.push_back(std::move(recut));
    }
  }

  bool IsProved(const Recut& recut, const RecutResult& result) {
    if (result.sha256 == FileOf(recut).sha256) return true;
    if (result.not_at_hand) {
      not_at_hand_[recut.file] = result.why_not;
      return false;
    }
    if (TurnAltered(FileOf(recut).shown)) return false;
    std::vector<Witness> places;
    if (!recut.batch)
      places.push_back({recut.from.front().file, std::nullopt, recut.from.front().byte_begin, ""});
    Tell(FindingKind::kSourceDiffers, FileOf(recut).shown,
         result.why_not.empty() ? "the sources give other bytes" : result.why_not,
         std::move(places));
    return false;
  }

  // Where the file is as it was written, it is the source that was altered. False where nothing is
  // told of that yet.
  bool TurnAltered(const std::string& shown) {
    bool turned = false;
    const auto [begin, end] = told_.equal_range(shown);
    for (auto told = begin; told != end; ++told) {
      Finding& finding = findings_[told->second];
      turned |= finding.kind == FindingKind::kSourceDiffers;
      if (finding.kind != FindingKind::kAltered) continue;
      finding.kind = FindingKind::kSourceDiffers;
      finding.what += "; the file is as manifest.json lists it";
      turned = true;
    }
    return turned;
  }

  // The batch files may have other names now than when the tree was written: then it is the values
  // that lead to the originals.
  void ProveByValue(std::set<std::string>* proved) {
    std::vector<Recut> candidates;
    for (const Recut& recut : recuts_) {
      if (not_at_hand_.contains(recut.file)) AddCandidates(recut, &candidates);
    }
    for (const Recut& candidate : candidates) {
      if (recutter_.Make(candidate).sha256 != FileOf(candidate).sha256) continue;
      proved->insert(FileOf(candidate).shown);
      not_at_hand_.erase(candidate.file);
    }
  }

  // One for each place that has the value; of a retry batch one in all.
  void AddCandidates(const Recut& recut, std::vector<Recut>* candidates) {
    Recut candidate = recut;
    const auto [begin, end] = claims_.equal_range(recut.file);
    for (auto claim = begin; claim != end; ++claim) {
      for (const VersionRow& row : words_.VersionsOf(claim->second->customer)) {
        if (row.version != claim->second->version) continue;
        candidate.originals.push_back(row.original);
        if (recut.batch) break;
        candidates->push_back(candidate);
        candidate.originals.clear();
      }
    }
    if (candidate.originals.size() == candidate.rewritten_to.size())
      candidates->push_back(std::move(candidate));
  }

  void TellNotProved() {
    if (not_at_hand_.empty()) return;
    Tell(FindingKind::kNotProved, "",
         std::to_string(not_at_hand_.size()) +
             " of the files cannot be made again: " + not_at_hand_.begin()->second);
  }

  const Tree& tree_;
  size_t base_;
  Recutter& recutter_;
  LastWords& words_;
  std::vector<Finding>& findings_;
  std::map<std::string, size_t> files_;             // by in_base
  std::multimap<size_t, const TreeClaim*> claims_;  // by file, in the order of their places
  std::multimap<std::string, size_t> told_;         // findings, by their file
  std::set<std::string> listed_;
  std::set<size_t> unchanged_;          // files whose SHA-256 is that of the manifest
  std::set<std::string_view> folders_;  // of ours, in which the manifest lists anything
  std::vector<Recut> recuts_;
  std::map<size_t, std::string> not_at_hand_;  // files whose source is not: why
  JsonReader reader_;
};

Finding BrokenManifest(const TreeBase& base) {
  const std::string shown = base.shown.empty() ? "" : base.shown + "/";
  Finding finding{.kind = FindingKind::kUnreadable, .file = shown + "manifest.json"};
  finding.what = "it is no list of files; nothing can be proved by it";
  return finding;
}

}  // namespace

std::set<std::string> ProveTree(const Tree& tree, Index* index, LastWords* words,
                                std::vector<Finding>* findings) {
  std::set<std::string> proved;
  Recutter recutter(index);
  for (size_t i = 0; i < tree.bases.size(); ++i) {
    if (!tree.bases[i].may_read_manifest) continue;
    const Manifest manifest = ReadManifest(tree.bases[i].folder);
    if (manifest.broken) findings->push_back(BrokenManifest(tree.bases[i]));
    if (manifest.ours) Prover(tree, i, &recutter, words, findings).Prove(manifest, &proved);
  }
  return proved;
}

}  // namespace analyzer
