#include "analyzer/write/altered_items.h"

#include <string>
#include <utility>

#include "analyzer/audit/difference.h"

namespace analyzer {
namespace {

constexpr size_t kMostPlaces = 3;  // that are told of one item

std::string Differs(const std::vector<std::string>& places) {
  if (places.empty()) return "it differs from what was sent";
  std::string text = "it differs from what was sent at ";
  for (size_t i = 0; i < places.size() && i < kMostPlaces; ++i)
    text += (i == 0 ? "" : ", ") + places[i];
  if (places.size() > kMostPlaces)
    text += " and " + std::to_string(places.size() - kMostPlaces) + " more";
  return text;
}

}  // namespace

void AlteredItems::Add(const TreeClaim& claim, int64_t original, bool may_be_rewritten,
                       Finding finding) {
  items_.push_back({&claim, original, may_be_rewritten, std::move(finding)});
}

void AlteredItems::Tell(std::vector<Finding>* findings) {
  JsonReader reader;
  for (Item& item : items_) {
    const auto original = originals_.Text(item.original);
    if (!original.ok()) {
      item.finding.kind = FindingKind::kSourceDiffers;
      item.finding.what = original.error().message;
      findings->push_back(std::move(item.finding));
      continue;
    }
    const std::vector<std::string> differing =
        DifferingPlaces(ItemText(tree_, *item.claim), original.value(), &reader);
    const bool rewritten =
        differing == std::vector<std::string>{"changeType"} &&
        (item.claim->change_type == "UPSERT" || item.claim->change_type == "UPDATE");
    if (item.may_be_rewritten && rewritten) continue;
    item.finding.what = Differs(differing);
    findings->push_back(std::move(item.finding));
  }
}

}  // namespace analyzer
