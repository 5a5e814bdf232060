#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/records.h"

namespace analyzer {

// What the sources say of one attempt at a customer, as in the index's table `outcome`.
struct Word {
  int64_t outcome = 0;
  std::string customer;
  std::string customer_id;  // as reported; else the original's own
  std::string username;
  bool household = false;
  bool is_delete = false;
  std::string result;
  std::string state;  // accepted, failure, superseded, resolved
  std::string joining;
  std::optional<int64_t> original;
  std::string change_type;  // of the original
  int64_t resolved_by = 0;  // the outcome; 0: none
  bool already_imported = false;

  bool failed() const { return state == "failure"; }
};

// One original of a customer.
struct VersionRow {
  int64_t original = 0;
  std::string version;
  std::string change_type;
};

// An item that was sent, or planned, and never answered.
struct NeverAnswered {
  std::string state;  // as in the index
  int64_t original = 0;
};

// Looks up what the index says of customers. It must outlive this and be matched.
class LastWords {
 public:
  explicit LastWords(Index* index);

  // All failures that are somebody's last word, in the order of the index.
  const std::vector<Word>& failures() const { return failures_; }

  // All words on a customer, the latest last.
  std::vector<Word> On(const std::string& customer);
  // All originals of a customer, the order of the index.
  std::vector<VersionRow> VersionsOf(const std::string& customer);
  // What is the same for equal originals; empty where its file cannot be read any more.
  const std::string& VersionOf(int64_t original) { return originals_.Version(original); }
  // Nothing where every item of the customer was answered; else the one that decides.
  const NeverAnswered* UnansweredOf(const std::string& customer) const;
  // A failure that is not joined, and of which an original of this customer is a candidate, or
  // that states this id; nullptr: there is none.
  const Word* OpenFailureOf(const std::string& customer, const std::string& id) const;
  // The only customer with this customerId, card or householdId; empty: none or several.
  std::string CustomerOfId(const std::string& id);

  // Where a source says of the customer, by an id or card of its own or by `id`, that it was
  // accepted, be there an outcome of it or not. Nothing where none does. The first call goes over
  // all records.
  std::optional<Witness> AcceptedOf(const std::string& customer, const std::string& id);

  Witness EvidenceOf(int64_t outcome);
  Witness PlaceOf(int64_t original);

 private:
  Word ReadWord(const Statement& row);
  void LoadFailures();
  void LoadOpen();
  void LoadUnanswered();
  void LoadAccepted();

  std::set<std::string> IdsOf(const std::string& customer);

  Database& database_;
  Originals originals_;
  std::vector<Word> failures_;
  std::unordered_multimap<std::string, size_t> by_hand_;      // by customer: in failures_
  std::unordered_map<std::string, size_t> open_by_customer_;  // the same
  std::unordered_map<std::string, size_t> open_by_id_;
  std::unordered_map<std::string, NeverAnswered> unanswered_;
  Statement words_;
  Statement evidence_;
  Statement place_;
  Statement path_;
  Records records_;
  std::vector<std::pair<uint64_t, int64_t>> accepted_;  // hash of the reported id, record; sorted
  bool accepted_loaded_ = false;
};

}  // namespace analyzer
