#include "analyzer/write/summary_check.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/write/names.h"

namespace analyzer {
namespace {

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

// Puts together what two or more counts say, and whether they agree.
class Counts {
 public:
  explicit Counts(std::optional<int64_t> said) : said_(said) {
    text_ = said ? "it says " + std::to_string(*said) : "it has no total";
    agree_ = said.has_value();
  }

  Counts& Against(const std::string& what, int64_t count) {
    return Against(what, count, said_.value_or(-1));
  }
  Counts& Against(const std::string& what, int64_t count, int64_t expected) {
    text_ += ", " + what + " " + std::to_string(count);
    agree_ = agree_ && count == expected;
    return *this;
  }

  bool agree() const { return agree_; }
  const std::string& text() const { return text_; }

 private:
  std::optional<int64_t> said_;
  std::string text_;
  bool agree_;
};

class SummaryChecker {
 public:
  SummaryChecker(const Tree& tree, const LastWords& words, const std::set<int64_t>& recorded,
                 std::vector<Finding>* findings)
      : tree_(tree), words_(words), recorded_(recorded), findings_(*findings) {
    for (const TreeFile& file : tree.files) ++files_[{FolderOf(file.shown), file.kind}];
    for (const TreeClaim& claim : tree.claims) ++items_[FolderOf(tree.files[claim.file].shown)];
  }

  void Run() {
    for (const SummaryClaim& summary : tree_.summaries) Check(summary);
    for (const RetrySummaryClaim& summary : tree_.retry_summaries) Check(summary);
    for (size_t i = 0; i < tree_.files.size(); ++i) {
      if (tree_.files[i].kind == TreeFileKind::kRecords) CheckRecords(i);
    }
  }

 private:
  void Tell(size_t file, std::string what) {
    Finding finding{.kind = FindingKind::kMiscount, .file = tree_.files[file].shown};
    finding.reason = tree_.files[file].reason_folder;
    finding.what = std::move(what);
    findings_.push_back(std::move(finding));
  }

  void Check(const SummaryClaim& summary) {
    const TreeFile& file = tree_.files[summary.file];
    const int64_t files = FilesIn(FolderOf(file.shown), TreeFileKind::kSingle);
    Counts counts(summary.total);
    counts.Against("its list has", summary.listed)
        .Against("single files there are", files,
                 summary.with_file.value_or(summary.total.value_or(-1)))
        .Against("failures in the sources", FailuresOf(summary, file));
    if (!counts.agree()) Tell(summary.file, counts.text());
  }

  void Check(const RetrySummaryClaim& summary) {
    const std::string folder = FolderOf(tree_.files[summary.file].shown);
    Counts batches(summary.total_batches);
    batches.Against("its list has", static_cast<int64_t>(summary.retry_files.size()))
        .Against("batches there are", FilesIn(folder, TreeFileKind::kRetryBatch));
    if (!batches.agree()) Tell(summary.file, "of batches " + batches.text());
    Counts items(summary.total_items);
    if (summary.details) items.Against("its list has", *summary.details);
    const auto found = items_.find(folder);
    items.Against("items there are", found == items_.end() ? 0 : found->second);
    if (!items.agree()) Tell(summary.file, "of items " + items.text());
  }

  // The client's record holds every failure, or it has lost some.
  void CheckRecords(size_t file) {
    const bool household = tree_.bases[tree_.files[file].base].household;
    int64_t failures = 0;
    int64_t lost = 0;
    for (const Word& word : words_.failures()) {
      if (word.household != household) continue;
      ++failures;
      lost += recorded_.contains(word.outcome) ? 0 : 1;
    }
    if (lost == 0) return;
    Tell(file, "it lacks " + std::to_string(lost) + " of the " + std::to_string(failures) +
                   " failures in the sources");
  }

  int64_t FilesIn(const std::string& folder, TreeFileKind kind) const {
    const auto found = files_.find({folder, kind});
    return found == files_.end() ? 0 : found->second;
  }

  int64_t FailuresOf(const SummaryClaim& summary, const TreeFile& file) const {
    int64_t count = 0;
    for (const Word& word : words_.failures()) {
      if (word.household != tree_.bases[file.base].household) continue;
      count += summary.reason.empty() ? ReasonFolderName(word.result) == file.reason_folder
                                      : word.result == summary.reason;
    }
    return count;
  }

  const Tree& tree_;
  const LastWords& words_;
  const std::set<int64_t>& recorded_;
  std::vector<Finding>& findings_;
  std::map<std::pair<std::string, TreeFileKind>, int64_t> files_;  // by folder
  std::map<std::string, int64_t> items_;                           // by folder
};

}  // namespace

void CheckSummaries(const Tree& tree, const LastWords& words, const std::set<int64_t>& recorded,
                    std::vector<Finding>* findings) {
  SummaryChecker(tree, words, recorded, findings).Run();
}

}  // namespace analyzer
