#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/index/originals.h"
#include "analyzer/match/join_trace.h"
#include "analyzer/match/runs.h"

namespace analyzer {

class JoinFiles;

// What a record says of whom it means.
struct Sought {
  std::string customer_id;
  std::string username;
  std::string email;
  std::string change_type;
  std::optional<bool> household;  // nothing: not known
  const Batch* batch = nullptr;   // nullptr: not known
  int64_t run = 0;                // 0: not known
  // Gives the item of the batch at the record's place, where places can be trusted. Asked for only
  // where nothing else tells: the answer is costly. Empty: there is none.
  std::function<std::optional<int64_t>()> item_at_position;

  std::optional<int64_t> ItemAtPosition() const {
    return item_at_position ? item_at_position() : std::nullopt;
  }
  bool alone = false;  // the answer holds this one record

  bool HasIdentity() const { return !customer_id.empty() || !username.empty() || !email.empty(); }
};

// What a record says of whom it means, and nothing of where it stands.
Sought SoughtBy(const Record& record);

enum class Joining { kMatched, kAmbiguous, kUnmatched };

// As in the schema.
const char* NameOf(Joining joining);

struct Joined {
  Joining joining = Joining::kUnmatched;
  std::string joined_by;        // the strategy that decided
  int64_t original = 0;         // where matched
  std::string change_type;      // of the original
  std::string customer;         // where matched; also where only the version is ambiguous
  bool name_disagrees = false;  // an id decided although the names differ
  std::vector<std::pair<int64_t, std::string>> candidates;  // original, why not it
};

// An original of the customer that was joined, also where only the version is ambiguous; 0 where
// none was.
int64_t AnOriginalOf(const Joined& joined);

// Finds the original that a record is of; the strategies and their order are in the README.
class Joiner {
 public:
  explicit Joiner(Index* index);
  ~Joiner();

  // Tells `trace`, where there is one, which strategies were tried.
  Joined Join(const Sought& sought, JoinTrace* trace = nullptr);

  // Whether a record can be of this original: what it states joins to that customer, or to nobody
  // and does not speak against it. True for one that states nothing.
  bool MayBe(const Sought& sought, int64_t original);

  // Whether any original has this id or card.
  bool KnowsId(const std::string& id);

  // Which customer an original is of.
  const std::string& CustomerOf(int64_t original);

  // All that identifies the customer that an original is of: kind and value, of all versions.
  std::vector<Identity> IdentitiesOf(int64_t original);

  Originals& originals() { return originals_; }

 private:
  class Search;

  Originals originals_;
  std::unique_ptr<JoinFiles> files_;
};

}  // namespace analyzer
