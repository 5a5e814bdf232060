#include "analyzer/audit/unknown_ids.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "analyzer/base/hash.h"
#include "analyzer/match/join.h"

namespace analyzer {
namespace {

// Hashes of the own ids of all originals: nearly all that was accepted bears one of them.
class OwnIds {
 public:
  explicit OwnIds(Index* index) {
    Statement rows(index->database(), "SELECT own_id FROM original WHERE own_id <> ''");
    while (rows.Step()) hashes_.push_back(Hash64(rows.Text(0)));
    std::sort(hashes_.begin(), hashes_.end());
  }

  bool Contain(const std::string& id) const {
    return std::binary_search(hashes_.begin(), hashes_.end(), Hash64(id));
  }

 private:
  std::vector<uint64_t> hashes_;
};

class UnknownIds {
 public:
  explicit UnknownIds(Index* index) : index_(index), own_ids_(index), joiner_(index) {}

  std::vector<UnknownId> Load() {
    Statement rows(
        index_->database(),
        "SELECT r.customer_id, r.username, r.result, f.path, r.line, r.byte_begin, r.standing,"
        " r.email, r.change_type FROM record r JOIN file f ON f.id = r.file"
        " WHERE r.response IS NOT NULL AND r.set_aside = '' AND"
        " ((r.standing = 'accepted' AND r.customer_id <> '')"
        " OR (r.standing = 'failed' AND r.customer_id || r.username <> ''"
        " AND (SELECT joining FROM outcome o WHERE o.id = r.outcome) = 'unmatched'))"
        " ORDER BY r.id");
    std::set<std::tuple<std::string, std::string, std::string>> told;
    std::vector<UnknownId> unknown;
    while (rows.Step()) {
      const bool accepted = rows.Text(6) == "accepted";
      if (accepted && IsKnown(rows.Text(0))) continue;
      if (!told.emplace(rows.Text(0), rows.Text(1), rows.Text(2)).second) continue;
      if (accepted && IsJoined(rows)) continue;
      unknown.push_back(
          {rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Number(4), rows.Number(5)});
    }
    return unknown;
  }

 private:
  bool IsKnown(const std::string& id) { return own_ids_.Contain(id) || joiner_.KnowsId(id); }

  bool IsJoined(const Statement& record) {
    Sought sought;
    sought.customer_id = record.Text(0);
    sought.username = record.Text(1);
    sought.email = record.Text(7);
    sought.change_type = record.Text(8);
    return joiner_.Join(sought).joining != Joining::kUnmatched;
  }

  Index* index_;
  OwnIds own_ids_;
  Joiner joiner_;
};

}  // namespace

std::vector<UnknownId> LoadUnknownIds(Index* index) { return UnknownIds(index).Load(); }

}  // namespace analyzer
