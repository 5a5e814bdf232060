#include "analyzer/write/claim_check.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "analyzer/write/holdings.h"
#include "analyzer/write/names.h"

namespace analyzer {
namespace {

template <typename Texts>
std::string InOneLine(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

class ClaimChecker {
 public:
  ClaimChecker(const Tree& tree, LastWords* words, ClientRecords* records, AlteredItems* altered,
               std::vector<Finding>* findings)
      : tree_(tree), words_(*words), records_(*records), altered_(*altered), findings_(*findings) {
    for (const SummaryClaim& summary : tree.summaries) {
      const TreeFile& file = tree.files[summary.file];
      reasons_[{file.base, file.reason_folder}] = summary.reason;
    }
  }

  void Run() {
    for (const TreeClaim& claim : tree_.claims) Check(claim);
    holdings_.Tell(tree_, &words_, &findings_);
    records_.TellRepeated(&findings_);
  }

 private:
  const TreeFile& FileOf(const TreeClaim& claim) const { return tree_.files[claim.file]; }
  bool IsRetry(const TreeClaim& claim) const {
    return FileOf(claim).kind == TreeFileKind::kRetryBatch;
  }
  bool IsRecord(const TreeClaim& claim) const {
    return FileOf(claim).kind == TreeFileKind::kRecords;
  }

  Finding FindingOn(const TreeClaim& claim, FindingKind kind, std::string what) const {
    Finding finding{.kind = kind, .file = FileOf(claim).shown, .position = claim.position};
    finding.reason = claim.reason.empty() ? FileOf(claim).reason_folder : claim.reason;
    finding.customer_id = claim.id.empty() ? claim.named_id : claim.id;
    finding.username = claim.username.empty() ? claim.name : claim.username;
    if (finding.username.empty()) finding.username = claim.named_username;
    finding.what = std::move(what);
    return finding;
  }

  void Tell(const TreeClaim& claim, FindingKind kind, std::string what,
            std::vector<Witness> evidence = {}) {
    Finding finding = FindingOn(claim, kind, std::move(what));
    finding.evidence = std::move(evidence);
    findings_.push_back(std::move(finding));
  }

  void Check(const TreeClaim& claim) {
    if (IsRecord(claim)) records_.Note(claim);
    if (claim.state == TreeClaim::State::kNull) {
      return Tell(claim, FindingKind::kNull,
                  IsRecord(claim) ? "originalData is null" : "the item is null or empty");
    }
    if (claim.state == TreeClaim::State::kNoItem) {
      return Tell(claim, FindingKind::kNotImportable,
                  "it is no customer and no household" +
                      (claim.faults.empty() ? "" : ": " + InOneLine(claim.faults)));
    }
    if (!claim.faults.empty()) Tell(claim, FindingKind::kNotImportable, InOneLine(claim.faults));
    CheckItem(claim);
  }

  void CheckItem(const TreeClaim& claim) {
    std::string customer = claim.customer;
    std::vector<VersionRow> versions = words_.VersionsOf(customer);
    const std::string named = IsRecord(claim)
                                  ? records_.CustomerOf(claim)
                                  : (claim.named_id.empty() || claim.named_id == claim.id
                                         ? customer
                                         : words_.CustomerOfId(claim.named_id));
    if (versions.empty() && !named.empty()) {
      customer = named;
      versions = words_.VersionsOf(customer);
    } else if (!named.empty() && named != customer && !versions.empty()) {
      return Tell(claim, FindingKind::kWrongOriginal,
                  "it is said to be of " + claim.named_id + ", and holds another customer",
                  {words_.PlaceOf(versions.front().original)});
    }
    const std::vector<Word> words = words_.On(customer);
    const NeverAnswered* unanswered = words_.UnansweredOf(customer);
    if (IsRetry(claim) && unanswered != nullptr && unanswered->state == "open" &&
        words_.VersionOf(unanswered->original) == claim.version) {
      return CheckTwice(claim, -unanswered->original);
    }
    const Word* failure = FailureOf(claim, words);
    if (failure == nullptr) return TellWithoutFailure(claim, customer, words, versions);
    if (failure->joining != "matched") return TellUndecided(claim, *failure);
    if (!CheckReason(claim, *failure, words)) return;
    TellValue(claim,
              {*failure->original, words_.VersionOf(*failure->original), failure->change_type},
              failure->result, versions);
  }

  bool IsReasonOf(const TreeClaim& claim, const Word& word) const {
    if (IsRetry(claim)) return true;
    if (IsRecord(claim)) return word.result == claim.reason;
    const TreeFile& file = FileOf(claim);
    const auto told = reasons_.find({file.base, file.reason_folder});
    return file.reason_folder == ReasonFolderName(word.result) ||
           (told != reasons_.end() && told->second == word.result);
  }

  // The last word that a file speaks of: of its reason and its kind of change before others.
  const Word* FailureOf(const TreeClaim& claim, const std::vector<Word>& words) const {
    const bool is_delete = claim.change_type == "DELETE";
    const Word* best = nullptr;
    int best_fit = -1;
    for (const Word& word : words) {
      if (!word.failed()) continue;
      const int fit = 2 * int{IsReasonOf(claim, word)} + int{word.is_delete == is_delete};
      if (fit > best_fit) best = &word;
      best_fit = std::max(best_fit, fit);
    }
    return best;
  }

  void TellWithoutFailure(const TreeClaim& claim, const std::string& customer,
                          const std::vector<Word>& words, const std::vector<VersionRow>& versions) {
    for (const Word& word : words) {
      if (word.state != "resolved" || !IsReasonOf(claim, word)) continue;
      return Tell(claim, FindingKind::kStale, "imported since",
                  {words_.EvidenceOf(word.outcome), words_.EvidenceOf(word.resolved_by)});
    }
    if (!words.empty()) {
      return Tell(claim, FindingKind::kStale, "imported: its last word is a success",
                  {words_.EvidenceOf(words.back().outcome)});
    }
    if (const Word* open = words_.OpenFailureOf(customer, claim.id))
      return TellUndecided(claim, *open);
    const NeverAnswered* unanswered = words_.UnansweredOf(customer);
    if (unanswered != nullptr && IsRetry(claim) && unanswered->state != "open") {
      return Tell(claim, FindingKind::kStale, "sent again since (" + unanswered->state + ")",
                  {words_.PlaceOf(unanswered->original)});
    }
    if (unanswered != nullptr && IsRetry(claim)) {
      return TellValue(claim, {unanswered->original, words_.VersionOf(unanswered->original), ""},
                       "", versions);
    }
    if (const auto accepted = words_.AcceptedOf(customer, claim.id)) {
      return Tell(claim, FindingKind::kStale, "imported: no source tells of a failure",
                  {*accepted});
    }
    std::string what = versions.empty() ? "no source but the tree knows the customer"
                                        : "no source but the tree tells of a failure";
    if (unanswered != nullptr) what = "no result was ever seen: it is unanswered, not failed";
    std::vector<Witness> evidence;
    if (!versions.empty()) evidence.push_back(words_.PlaceOf(versions.front().original));
    Tell(claim, FindingKind::kMadeUp, what, std::move(evidence));
  }

  void TellUndecided(const TreeClaim& claim, const Word& failure) {
    Tell(claim, FindingKind::kUndecided,
         failure.joining == "ambiguous" ? "the failure may be of several originals"
                                        : "no original of the failure is among the sources",
         {words_.EvidenceOf(failure.outcome)});
  }

  // False where the failure is not the one that the file is of: then its item is another's.
  bool CheckReason(const TreeClaim& claim, const Word& failure, const std::vector<Word>& words) {
    if (IsReasonOf(claim, failure)) {
      CheckTwice(claim, failure.outcome);
      return true;
    }
    const bool once = std::any_of(words.begin(), words.end(), [&](const Word& word) {
      return word.state != "accepted" && IsReasonOf(claim, word);
    });
    if (!once) holdings_.TakeMisfiled(failure.outcome);
    Tell(claim, once ? FindingKind::kStale : FindingKind::kMisfiled,
         (once ? "it failed since with " : "it failed with ") + failure.result,
         {words_.EvidenceOf(failure.outcome)});
    return !once;
  }

  // One file, and one place in a retry batch, is enough. `failure` as in Holdings.
  void CheckTwice(const TreeClaim& claim, int64_t failure) {
    const std::string& file = FileOf(claim).shown;
    if (IsRecord(claim)) {
      // Records are files only where the client wrote no others.
      if (!tree_.bases[FileOf(claim).base].has_single_failures) holdings_.TakeSingle(failure, file);
      return;
    }
    const std::string* held =
        IsRetry(claim) ? holdings_.TakeRetry(failure, file) : holdings_.TakeSingle(failure, file);
    if (held != nullptr) Tell(claim, FindingKind::kTwice, "the same failure is in " + *held);
  }

  // Tells where the item is not `sent`, which is what failed or was not answered.
  void TellValue(const TreeClaim& claim, const VersionRow& sent, const std::string& result,
                 const std::vector<VersionRow>& versions) {
    if (claim.version == sent.version) return;
    const auto other = std::find_if(versions.begin(), versions.end(), [&](const VersionRow& row) {
      return row.version == claim.version;
    });
    if (other != versions.end()) {
      const bool kind = !sent.change_type.empty() && other->change_type != sent.change_type;
      Witness failed = words_.PlaceOf(sent.original);
      Witness held = words_.PlaceOf(other->original);
      failed.says = "what was not imported";
      held.says = "what the file holds";
      return Tell(
          claim, FindingKind::kWrongOriginal,
          kind ? "it is the " + other->change_type + ", and the " + sent.change_type + " failed"
               : "it is another version of the customer",
          {failed, held});
    }
    Finding finding = FindingOn(claim, FindingKind::kAltered, "");
    finding.evidence.push_back(words_.PlaceOf(sent.original));
    altered_.Add(claim, sent.original, IsRetry(claim) && result == "CONFLICT", std::move(finding));
  }

  const Tree& tree_;
  LastWords& words_;
  ClientRecords& records_;
  AlteredItems& altered_;
  std::vector<Finding>& findings_;
  std::map<std::pair<size_t, std::string>, std::string> reasons_;  // by base and folder
  Holdings holdings_;
};

}  // namespace

void CheckClaims(const Tree& tree, LastWords* words, ClientRecords* records, AlteredItems* altered,
                 std::vector<Finding>* findings) {
  ClaimChecker(tree, words, records, altered, findings).Run();
  altered->Tell(findings);
}

}  // namespace analyzer
