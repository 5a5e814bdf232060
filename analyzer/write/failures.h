#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/write/originals.h"

namespace analyzer {

// Where a source speaks of a customer.
struct Seen {
  std::string file;
  int64_t line = 0;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::string extractor;
  std::string voice;
  std::string result;
  std::string member;  // in an archive; empty: the file on disk
};

// One sending of a customer, as the logs tell of it.
struct PastAttempt {
  int64_t run = 0;
  int64_t batch = 0;   // its number
  int64_t number = 0;  // of the attempt; 0: never sent
  std::optional<LocalTime> sent;
  std::string ending;  // as in the index; empty where no line tells it
  std::string result;  // of this customer; empty where no source tells it
};

struct Candidate {
  OriginalPlace original;
  std::string why;
};

// Who failed so often for the same reason is marked in what is written.
inline constexpr int64_t kAgainAndAgain = 3;

// An outcome that is a failure or was resolved, with all that is told of it.
struct Failure {
  std::string key;
  std::string reason;
  bool household = false;
  std::string joining;
  std::string joined_by;
  bool name_disagrees = false;
  bool contradicted = false;
  bool order_unknown = false;
  std::string customer_id;  // as reported
  std::string username;
  std::string email;
  std::string change_type;
  std::string error;
  std::string customer;           // the same for all that is known of one
  bool already_imported = false;  // as in the index, the next five
  bool presumed_later = false;
  int64_t times = 1;
  int64_t attempts = 1;
  std::optional<int64_t> send_order;
  std::optional<int64_t> run;
  std::optional<int64_t> batch_number;
  std::vector<PastAttempt> history;  // of the customer, in the order of time
  std::optional<LocalTime> first_seen;
  std::optional<LocalTime> last_seen;
  std::optional<OriginalPlace> original;
  std::vector<Candidate> candidates;
  std::vector<Seen> seen;
  std::optional<LocalTime> resolved_at;  // where it was
  std::vector<Seen> resolved_by;
};

// One of a list of failures: all that is kept of each of them at once.
struct ListedFailure {
  int64_t id = 0;  // of its outcome
  bool joined = false;
  bool by_hand = false;
};

// Those of one reason stand together.
struct ReasonOfList {
  std::string reason;
  size_t begin = 0;  // in the list, half-open
  size_t end = 0;
  std::optional<LocalTime> latest;  // that one of them was seen last
};

// Sorted by reason, id, user name, and key.
struct FailureList {
  std::vector<ListedFailure> failures;
  std::vector<ReasonOfList> reasons;
};

// Reads from the index, which must outlive this, what became of failures: there may be more of them
// than memory holds at once.
class FailureLoader {
 public:
  explicit FailureLoader(Index* index);

  // `state`: `failure` or `resolved`.
  FailureList List(const char* state, bool household);
  Failure Load(const ListedFailure& listed);
  // The same without its key and what was before: first_seen, history, candidates, and how it was
  // resolved.
  Failure LoadLastAttempt(const ListedFailure& listed);
  // The id, user name and error that are reported of it; the rest of Failure stays empty.
  Failure LoadReported(const ListedFailure& listed);
  // The loader of the failures' originals.
  OriginalLoader& originals() { return originals_; }

 private:
  Failure Read(const Statement& row);
  void AddPast(const Statement& row, Failure* failure);
  std::vector<Seen> SeenOf(int64_t outcome);
  void SortEqual(std::vector<ListedFailure>* failures, size_t begin);
  void ReadCandidates(int64_t outcome, Failure* failure);
  void ReadHistory(Failure* failure);

  Database& database_;
  Statement failure_;
  Statement reported_;
  Statement seen_;
  Statement candidates_;
  OriginalLoader originals_;
  Statement first_seen_;
  Statement history_;
};

}  // namespace analyzer
