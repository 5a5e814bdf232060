#include "analyzer/write/recutting.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/digest.h"
#include "analyzer/write/documents.h"
#include "analyzer/write/retry.h"
#include "analyzer/write/retry_documents.h"

namespace analyzer {

Recutter::Recutter(Index* index)
    : originals_(index),
      range_(index->database(),
             "SELECT first_original, originals, in_order FROM file WHERE path = ?"),
      find_(
          index->database(),
          "SELECT id FROM original WHERE id >= ? AND id < ? AND position IS ? AND byte_begin = ?"),
      file_(index->database(), "SELECT 1 FROM file WHERE path = ?") {}

std::optional<int64_t> Recutter::Find(const OriginalReference& reference) {
  range_.Bind(reference.file);
  if (!range_.Step()) return std::nullopt;
  int64_t first = range_.Number(0);
  int64_t end = first + range_.Number(1);
  if (reference.position && range_.Number(2) != 0) {
    first += *reference.position;
    end = std::min(end, first + 1);
  }
  range_.Reset();
  find_.Bind(first).Bind(end).Bind(reference.position).Bind(reference.byte_begin);
  if (!find_.Step()) return std::nullopt;
  const int64_t id = find_.Number(0);
  find_.Reset();
  return id;
}

bool Recutter::Knows(const std::string& file) {
  const bool known = file_.Bind(file).Step();
  file_.Reset();
  return known;
}

std::vector<int64_t> Recutter::OriginalsOf(const Recut& recut, RecutResult* result) {
  if (!recut.originals.empty()) return recut.originals;
  std::vector<int64_t> originals;
  for (const OriginalReference& reference : recut.from) {
    const auto id = Find(reference);
    if (id) {
      originals.push_back(*id);
      continue;
    }
    result->not_at_hand = !Knows(reference.file);
    result->why_not = result->not_at_hand ? reference.file + " is not among the sources"
                                          : reference.file + " has no original at byte " +
                                                std::to_string(reference.byte_begin);
    return {};
  }
  return originals;
}

RecutResult Recutter::Make(const Recut& recut) {
  RecutResult result;
  const std::vector<int64_t> originals = OriginalsOf(recut, &result);
  if (!result.why_not.empty()) return result;
  std::vector<std::string> items;
  for (size_t i = 0; i < originals.size(); ++i) {
    auto item = originals_.Text(originals[i]);
    if (!item.ok()) return {.why_not = item.error().message};
    const std::string& other = recut.rewritten_to[i];
    items.push_back(other.empty() ? std::move(item.value())
                                  : WithChangeType(item.value(), other).item);
  }
  if (items.empty()) return {.why_not = "nothing tells which originals it is made of"};
  return {.sha256 = Sha256(recut.batch ? RetryBatch(items, recut.household)
                                       : SingleFailure(items.front(), recut.household))};
}

}  // namespace analyzer
