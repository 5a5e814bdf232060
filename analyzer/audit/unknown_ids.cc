#include "analyzer/audit/unknown_ids.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/index/records.h"
#include "analyzer/match/join.h"
#include "analyzer/match/strangers.h"

namespace analyzer {
namespace {

class UnknownIds {
 public:
  explicit UnknownIds(Index* index) : index_(index), joiner_(index) {}

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
    Strangers without_own_id(&joiner_.originals());
    records.Accepted([&](const StoredRecord& stored) {
      if (BearsId(stored)) without_own_id.Add(stored.record.customer_id, stored.id);
    });
    const std::vector<int64_t> found = without_own_id.Take();
    if (found.empty()) return Tell(strangers);
    records.Accepted([&](const StoredRecord& stored) {
      if (BearsId(stored) && std::binary_search(found.begin(), found.end(), stored.id) &&
          !joiner_.KnowsId(stored.record.customer_id)) {
        strangers.emplace(stored.id, stored);
      }
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

  static bool BearsId(const StoredRecord& stored) {
    return stored.response != 0 && !stored.record.customer_id.empty();
  }

  bool IsJoined(const Record& record) {
    return joiner_.Join(SoughtBy(record)).joining != Joining::kUnmatched;
  }

  Index* index_;
  Joiner joiner_;
};

}  // namespace

std::vector<UnknownId> LoadUnknownIds(Index* index) { return UnknownIds(index).Load(); }

}  // namespace analyzer
