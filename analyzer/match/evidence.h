#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/extract/record.h"
#include "analyzer/index/index.h"
#include "analyzer/index/records.h"
#include "analyzer/match/join.h"
#include "analyzer/match/marks.h"
#include "analyzer/match/runs.h"

namespace analyzer {

class EvidenceTable;

// A record of the index, with the place and the customer that were found for it.
struct Evidence {
  int64_t id = 0;
  int64_t file = 0;
  int64_t file_order = 0;  // of the file's path among all paths
  int64_t byte_begin = 0;
  bool of_window = false;  // in a text of the client's window: what stands later there is later
  Record record;           // extractor and span are not set
  std::optional<int64_t> number;  // of the batch
  int64_t response = 0;
  bool packed = false;  // as in StoredRecord
  std::string content;  // of the response
  Place place;
  int64_t checked = 0;  // the batch that the log checked last, for a line
  std::optional<LocalTime> time;
  int64_t not_before = 0;  // when its run started; 0: not known
  int64_t sent = 0;        // when the attempt was sent; 0: not known
  Joined joined;
  std::string customer;  // never empty; without an original made of what is reported
  bool household = false;
};

// An answer in the index, as far as its records need to know of it.
struct Answer {
  std::optional<int64_t> number;  // of the batch
  std::optional<LocalTime> time;
  std::optional<int64_t> time_of_day;
  bool whole = false;
  bool quoted = false;
  bool has_errors_list = false;
  int64_t listed = -1;
  int64_t records = 0;
  int64_t accepted = 0;  // of these, the ones that tell of a success
  std::string content;
  int64_t file_order = 0;  // as in Evidence
  int64_t byte_begin = 0;
  Place place;
};

// Whether one stands before the other: by path, then by byte. So nothing depends on the order in
// which files were read.
template <typename T>
bool StandsBefore(const T& a, const T& b) {
  return std::pair(a.file_order, a.byte_begin) < std::pair(b.file_order, b.byte_begin);
}

// The key of a customer without an original, made of what is reported; empty where nothing is.
std::string ReportedCustomer(const std::string& customer_id, const std::string& username,
                             const std::string& email);

// Reads answers and records from the index, without those that are set aside, and joins them.
class EvidenceLoader {
 public:
  // Places the answers in the runs. Both must outlive this.
  EvidenceLoader(Index* index, const Runs& runs);

  const std::map<int64_t, Answer>& answers() const { return answers_; }  // by id

  // All records of an answer, in their order.
  std::vector<Evidence> LoadAnswer(int64_t answer);

  // Adds the records that matter: all that failed, and of the accepted ones those that are of a
  // customer with a failure, or of one whom *evidence was asked for already.
  void Gather(EvidenceTable* evidence);

  // The accepted records of one customer, also where all went well and nothing is made of them.
  std::vector<Evidence> AcceptedOf(const std::string& customer);

  // One record, joined again; tells `trace`, where there is one, which strategies were tried.
  // REQUIRES: it is neither rejected nor set aside.
  Evidence Load(int64_t record, JoinTrace* trace = nullptr);
  // One record, and what its joining came to before.
  Evidence LoadJoined(int64_t record, Joined joined);

  // Writes the places of the answers into the index.
  void StorePlaces();

  Joiner& joiner() { return joiner_; }

 private:
  struct File {
    int64_t id;
    int64_t order;  // of its path among all paths
    std::optional<int64_t> named_time;
    bool of_households;  // the client's own, of a run of households
  };
  // REQUIRES: the index has it.
  const File& FileOf(int64_t id) const;
  void LoadAnswers();
  void Mark(int64_t original, Marks* marks);
  void VisitAccepted(const Marks& marks, const std::function<void(const Evidence&)>& visit);
  Place PlaceOfAnswer(int64_t id, const Answer& answer, int64_t file, int64_t byte_begin);
  Place OneOf(const std::vector<Place>& places, int64_t answer);
  int64_t RecordsOf(const Batch& batch, int64_t answer);
  Evidence Read(const StoredRecord& stored);
  void Locate(Evidence* evidence);
  void JoinOne(Evidence* evidence, JoinTrace* trace = nullptr);
  Sought SoughtFor(Evidence* evidence);
  void Settle(const Sought& sought, Evidence* evidence);
  bool IsOfAnother(const Evidence& evidence, const Batch& batch);
  std::optional<int64_t> ItemAtPosition(const Evidence& evidence);
  bool PositionsAgree(int64_t answer);
  bool IsContested(int64_t answer);
  bool IsOfHouseholds(const Evidence& evidence);

  Index* index_;
  const Runs& runs_;
  Joiner joiner_;
  Records records_;
  std::vector<File> files_;  // by id
  std::map<int64_t, Answer> answers_;
  std::map<int64_t, bool> positions_agree_;
  std::vector<std::pair<int64_t, int64_t>> by_attempt_;  // sorted: attempts, whole answers of them
  std::map<int64_t, bool> contested_;
  std::map<int64_t, bool> of_households_;  // by answer
};

}  // namespace analyzer
