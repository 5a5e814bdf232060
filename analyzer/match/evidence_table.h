#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/index/database.h"
#include "analyzer/match/evidence.h"

namespace analyzer {

// What speaks of one customer, by the ids of its records.
struct CustomerEvidence {
  struct Piece {
    int64_t record = 0;
    // Of the outcomes, the one that it was attached to; kOfItsOwn: to a new one. Nothing: what it
    // says tells.
    std::optional<int64_t> outcome;
    std::optional<Joined> joined;  // nothing: it is to be joined again
  };
  static constexpr int64_t kOfItsOwn = -1;

  std::string customer;
  int64_t original = 0;  // one of the customer's, where an item of theirs has no result; else 0
  std::vector<Piece> pieces;
};

// Which records are evidence of whom, customer by customer. As there may be more of them than
// memory holds, they are kept in a temporary table, which is gone with this.
class EvidenceTable {
 public:
  // `database` must outlive this.
  explicit EvidenceTable(Database* database);
  ~EvidenceTable();
  EvidenceTable(const EvidenceTable&) = delete;
  EvidenceTable& operator=(const EvidenceTable&) = delete;

  // Adds a customer of whom an item has no result.
  void Ask(const std::string& customer, int64_t original);
  void Add(const Evidence& evidence);
  bool IsEmpty() const { return asked_ + added_ == 0; }
  // How often Ask was called.
  int64_t CountAsked() const { return asked_; }

  // The customers who matter, which are those who were asked for or of whom something failed; in
  // the order of their names. Evidence stands in the order in which it is to be put together:
  // responses first, as lines and the client's records attach to what they say; failures before the
  // rest, and each in the order in which they stand; behind all that what was attached.
  using Visit = std::function<void(const CustomerEvidence&)>;
  void ForEach(const Visit& visit);
  // The same of those alone of whom an answer tells a failure and neither id nor user name.
  void ForEachNobody(const Visit& visit);

  // Evidence that names nobody is of no customer, until it is attached to one. In the same order;
  // `row` is for Attach.
  void ForEachNameless(const std::function<void(int64_t row, int64_t record)>& visit);
  void Attach(int64_t row, const std::string& customer, int64_t outcome);

 private:
  void Group(const std::string& where, const Visit& visit);

  Database& database_;
  Statement insert_;
  Statement attach_;
  int64_t asked_ = 0;
  int64_t added_ = 0;
};

}  // namespace analyzer
