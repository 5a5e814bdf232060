#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/extract/record.h"
#include "analyzer/index/index.h"
#include "analyzer/match/join.h"
#include "analyzer/match/runs.h"

namespace analyzer {

// A record of the index, with the place and the customer that were found for it.
struct Evidence {
  int64_t id = 0;
  int64_t file = 0;
  int64_t byte_begin = 0;
  Record record;                  // extractor and span are not set
  std::optional<int64_t> number;  // of the batch
  int64_t response = 0;
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

// Reads the records that matter for failures: all that failed, and of the accepted ones those that
// may be of a customer with a failure. Joins each. In the order of the records in the index.
class EvidenceLoader {
 public:
  EvidenceLoader(Index* index, const Runs& runs);
  std::vector<Evidence> Load();

 private:
  // What the records of an answer need to know of it.
  struct ResponseRow {
    std::optional<int64_t> number;
    std::optional<LocalTime> time;
    std::optional<int64_t> time_of_day;
    bool whole = false;
    bool has_errors_list = false;
    int64_t listed = -1;
    int64_t records = 0;
    std::string content;
    Place place;
  };
  void LoadResponses();
  Evidence Read(Statement* row);
  void Locate(Evidence* evidence);
  void JoinOne(Evidence* evidence);
  std::optional<int64_t> ItemAtPosition(const Evidence& evidence);
  bool PositionsAgree(int64_t response);

  Index* index_;
  const Runs& runs_;
  Joiner joiner_;
  std::map<int64_t, ResponseRow> responses_;
  std::map<int64_t, bool> positions_agree_;
};

}  // namespace analyzer
