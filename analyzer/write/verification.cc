#include "analyzer/write/verification.h"

#include <set>
#include <utility>

#include "analyzer/audit/last_words.h"
#include "analyzer/write/claim_check.h"
#include "analyzer/write/proof.h"
#include "analyzer/write/summary_check.h"

namespace analyzer {
namespace {

FindingKind KindOf(FileFault::Kind kind) {
  switch (kind) {
    case FileFault::Kind::kCannotBeRead:
    case FileFault::Kind::kNotJson:
      return FindingKind::kUnreadable;
    case FileFault::Kind::kEmpty:
      return FindingKind::kNull;
    case FileFault::Kind::kNotImportable:
      return FindingKind::kNotImportable;
  }
  return FindingKind::kUnreadable;
}

void TellFileFaults(const Tree& tree, std::vector<Finding>* findings) {
  for (const FileFault& fault : tree.faults) {
    const TreeFile& file = tree.files[fault.file];
    Finding finding{.kind = KindOf(fault.kind), .file = file.shown, .reason = file.reason_folder};
    finding.what = fault.what;
    findings->push_back(std::move(finding));
  }
}

void CountFiles(const Tree& tree, const std::set<std::string>& proved, Verification* result) {
  std::set<std::string> faulty;
  for (const Finding& finding : result->faults) faulty.insert(finding.file);
  for (const TreeFile& file : tree.files) {
    const bool single = file.kind == TreeFileKind::kSingle;
    const bool batch = file.kind == TreeFileKind::kRetryBatch;
    if (!single && !batch) continue;
    result->single_files += single;
    result->retry_batches += batch;
    if (faulty.contains(file.shown)) continue;
    ++result->as_sent;
    result->proved += proved.contains(file.shown);
  }
  for (const TreeClaim& claim : tree.claims)
    result->records += tree.files[claim.file].kind == TreeFileKind::kRecords;
}

}  // namespace

Verification VerifyTree(const Tree& tree, Index* index) {
  LastWords words(index);
  ClientRecords records(tree, index, &words);
  AlteredItems altered(tree, index);
  std::vector<Finding> findings;
  TellFileFaults(tree, &findings);
  CheckClaims(tree, &words, &records, &altered, &findings);
  CheckSummaries(tree, words, records.failures(), &findings);
  const std::set<std::string> proved = ProveTree(tree, index, &words, &findings);
  Sort(&findings);
  Verification result;
  for (Finding& finding : findings)
    (IsNote(finding.kind) ? result.notes : result.faults).push_back(std::move(finding));
  CountFiles(tree, proved, &result);
  return result;
}

}  // namespace analyzer
