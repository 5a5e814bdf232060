#include "analyzer/write/holdings.h"

#include <algorithm>
#include <utility>

namespace analyzer {
namespace {

const std::string* Take(int64_t failure, const std::string& file,
                        std::map<int64_t, std::string>* held) {
  const auto [place, first] = held->try_emplace(failure, file);
  return first ? nullptr : &place->second;
}

bool IsExpected(const Tree& tree, const Word& word) {
  return tree.of_all ||
         std::any_of(tree.bases.begin(), tree.bases.end(),
                     [&](const TreeBase& base) { return base.household == word.household; });
}

}  // namespace

const std::string* Holdings::TakeSingle(int64_t failure, const std::string& file) {
  return Take(failure, file, &single_);
}

const std::string* Holdings::TakeRetry(int64_t failure, const std::string& file) {
  return Take(failure, file, &retry_);
}

void Holdings::Tell(const Tree& tree, LastWords* words, std::vector<Finding>* findings) const {
  for (const Word& word : words->failures()) {
    // A conflict with oneself may be left out: it asks for nothing that is not there.
    if (word.joining != "matched" || word.already_imported || !IsExpected(tree, word) ||
        single_.contains(word.outcome) || misfiled_.contains(word.outcome)) {
      continue;
    }
    Finding finding{.kind = FindingKind::kMissing, .reason = word.result};
    finding.customer_id = word.customer_id;
    finding.username = word.username;
    finding.what = "it has no file";
    finding.evidence = {words->EvidenceOf(word.outcome), words->PlaceOf(*word.original)};
    findings->push_back(std::move(finding));
  }
  const auto both = std::count_if(retry_.begin(), retry_.end(),
                                  [&](const auto& retry) { return single_.contains(retry.first); });
  if (both == 0) return;
  Finding finding{.kind = FindingKind::kInBoth};
  finding.what = "customers or households: " + std::to_string(both);
  findings->push_back(std::move(finding));
}

}  // namespace analyzer
