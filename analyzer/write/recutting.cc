#include "analyzer/write/recutting.h"

#include <deque>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/write/archived_originals.h"
#include "analyzer/write/documents.h"
#include "analyzer/write/retry.h"
#include "analyzer/write/retry_documents.h"

namespace analyzer {

Recutter::Recutter(Index* index, const std::map<int64_t, std::filesystem::path>& files,
                   const ExpansionLimits& limits)
    : files_(files),
      limits_(limits),
      loader_(index),
      find_(index->database(),
            "SELECT o.id FROM original o JOIN file f ON f.id = o.file"
            " WHERE f.path = ? AND o.position IS ? AND o.byte_begin = ?"),
      file_(index->database(), "SELECT 1 FROM file WHERE path = ?") {}

std::optional<int64_t> Recutter::Find(const OriginalReference& reference) {
  find_.Bind(reference.file).Bind(reference.position).Bind(reference.byte_begin);
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

std::vector<RecutResult> Recutter::Make(const std::vector<Recut>& recuts) {
  std::deque<OriginalPlace> places;  // they must not move
  std::vector<OriginalPlace*> all;
  std::vector<std::vector<OriginalPlace*>> places_of(recuts.size());
  std::vector<RecutResult> results(recuts.size());
  for (size_t i = 0; i < recuts.size(); ++i) {
    for (const int64_t id : OriginalsOf(recuts[i], &results[i])) {
      all.push_back(&places.emplace_back(loader_.Load(id)));
      places_of[i].push_back(all.back());
    }
  }
  KeepArchived(all, files_, limits_);
  for (size_t i = 0; i < recuts.size(); ++i) {
    if (results[i].why_not.empty()) results[i] = MakeOne(recuts[i], places_of[i]);
  }
  return results;
}

RecutResult Recutter::MakeOne(const Recut& recut, const std::vector<OriginalPlace*>& places) {
  std::vector<std::string> items;
  for (size_t i = 0; i < places.size(); ++i) {
    auto item = ReadOriginalBytes(*places[i], files_);
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
