#include "analyzer/audit/unknown_ids.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/base/hash.h"
#include "analyzer/index/records.h"
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
    Statement unmatched(index_->database(),
                        "SELECT joining = 'unmatched' FROM outcome o JOIN record r"
                        " ON r.outcome = o.id WHERE r.id = ?");
    Records records(&index_->database());
    std::map<int64_t, StoredRecord> strangers;  // by id
    records.Failed([&](const StoredRecord& stored) {
      const Record& record = stored.record;
      if (stored.response == 0 || (record.customer_id + record.username).empty()) return;
      if (unmatched.Bind(stored.id).Step() && unmatched.Number(0) != 0)
        strangers.emplace(stored.id, stored);
      unmatched.Reset();
    });
    records.Accepted([&](const StoredRecord& stored) {
      const std::string& id = stored.record.customer_id;
      if (stored.response != 0 && !id.empty() && !IsKnown(id)) strangers.emplace(stored.id, stored);
    });
    return Tell(strangers);
  }

 private:
  std::vector<UnknownId> Tell(const std::map<int64_t, StoredRecord>& strangers) {
    Statement path(index_->database(), "SELECT path FROM file WHERE id = ?");
    std::set<std::tuple<std::string, std::string, std::string>> told;
    std::vector<UnknownId> unknown;
    for (const auto& [id, stored] : strangers) {
      const Record& record = stored.record;
      if (!told.emplace(record.customer_id, record.username, record.result).second) continue;
      if (record.standing == Standing::kAccepted && IsJoined(record)) continue;
      path.Bind(stored.file).Step();
      unknown.push_back({record.customer_id, record.username, record.result, path.Text(0),
                         stored.line, static_cast<int64_t>(record.span.begin)});
      path.Reset();
    }
    return unknown;
  }

  bool IsKnown(const std::string& id) { return own_ids_.Contain(id) || joiner_.KnowsId(id); }

  bool IsJoined(const Record& record) {
    Sought sought;
    sought.customer_id = record.customer_id;
    sought.username = record.username;
    sought.email = record.email;
    sought.change_type = record.change_type;
    return joiner_.Join(sought).joining != Joining::kUnmatched;
  }

  Index* index_;
  OwnIds own_ids_;
  Joiner joiner_;
};

}  // namespace

std::vector<UnknownId> LoadUnknownIds(Index* index) { return UnknownIds(index).Load(); }

}  // namespace analyzer
