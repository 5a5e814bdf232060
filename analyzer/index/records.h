#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "analyzer/index/database.h"
#include "analyzer/index/record_row.h"

namespace analyzer {

// The records of an index, whether they have rows of their own or lie packed in their answers'. A
// record that is visited lives as long as the visit. Not for use by several threads at once.
class Records {
 public:
  using Visit = std::function<void(const StoredRecord&)>;

  // `database` must outlive this.
  explicit Records(Database* database);

  // All of an answer, set aside or not, in their order.
  void OfAnswer(int64_t response, const Visit& visit);
  // Those that failed and are not set aside, by id.
  void Failed(const Visit& visit);
  int64_t CountFailed();
  // Those that tell of a success and are not set aside: first those with rows of their own, then
  // the packed ones; by id.
  void Accepted(const Visit& visit);
  // All of the index: first those with rows of their own, then the packed ones; by id.
  void ForEach(const Visit& visit);
  // Nothing where there is none.
  std::optional<StoredRecord> Find(int64_t id);

  // Tells of which outcome it is evidence. A packed one gets a row of its own for that.
  void Link(int64_t id, bool packed, int64_t outcome);

 private:
  void VisitRows(Statement* rows, const Visit& visit);
  void VisitPacked(Statement* answers, const Visit& visit);

  Database& database_;
  Statement of_answer_;
  Statement packed_of_answer_;
  Statement one_;
  Statement answer_with_;
  Statement answer_number_;
  Statement link_;
  RecordRowWriter rows_;
};

}  // namespace analyzer
