#include "analyzer/audit/find_customers.h"

#include <algorithm>
#include <set>

#include "analyzer/base/nearest.h"
#include "analyzer/base/unicode.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/records.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/reported_name.h"

namespace analyzer {
namespace {

class CustomerFinder {
 public:
  explicit CustomerFinder(Index* index)
      : database_(index->database()),
        originals_(index),
        key_(database_, "SELECT 1 FROM outcome WHERE customer = ?") {}

  std::set<std::string> Find(const std::string& what) {
    if (IsKey(what)) return {what};
    for (const std::string& value : {what, Fold(what)}) Add(value);
    AddReported(what);
    if (found_.empty()) AddParts(what);
    if (found_.empty()) AddAccepted(what);
    return std::move(found_);
  }

 private:
  bool IsKey(const std::string& what) {
    return !originals_.VersionsOf(what).empty() || key_.Bind(what).Step();
  }

  // All whom the value identifies.
  void Add(const std::string& value) {
    for (const int64_t original : originals_.FindAnyKind(value))
      found_.insert(originals_.Row(original)->customer);
  }

  // Folding is not SQLite's: what was reported is looked through.
  void AddReported(const std::string& what) {
    const std::string folded = Fold(what);
    Statement rows(database_,
                   "SELECT DISTINCT o.customer, r.customer_id, r.username, r.email FROM outcome o"
                   " JOIN record r ON r.outcome = o.id");
    while (rows.Step()) {
      if (rows.Text(1) == what || Fold(rows.Text(2)) == folded || Fold(rows.Text(3)) == folded) {
        found_.insert(rows.Text(0));
      }
    }
  }

  void AddParts(const std::string& what) {
    std::vector<std::string> forms = RepairedForms(what);
    forms.insert(forms.begin(), what);
    for (const std::string& form : forms) {
      Add(Fold(form));
      const UsernameParts parts = SplitUsername(form);
      Add(parts.name);
      Add(parts.personal_number);
    }
    std::string digits = what;
    std::erase_if(digits, [](char c) { return c == '-' || c == ' ' || c == '+'; });
    Add(digits);
  }

  // Whom no batch file holds, and who never failed, has neither an original nor an outcome.
  void AddAccepted(const std::string& what) {
    const std::string folded = Fold(what);
    Statement evidence(database_, "SELECT 1 FROM record WHERE id = ? AND outcome IS NOT NULL");
    Records(&database_).Accepted([&](const StoredRecord& stored) {
      const Record& record = stored.record;
      if (record.customer_id != what && Fold(record.username) != folded &&
          Fold(record.email) != folded) {
        return;
      }
      const bool is_evidence = evidence.Bind(stored.id).Step();
      evidence.Reset();
      if (!is_evidence)
        found_.insert(ReportedCustomer(record.customer_id, record.username, record.email));
    });
  }

  Database& database_;
  Originals originals_;
  Statement key_;
  std::set<std::string> found_;
};

}  // namespace

std::vector<std::string> FindCustomers(Index* index, const std::string& what) {
  if (Trim(what).empty()) return {};
  const std::set<std::string> found = CustomerFinder(index).Find(std::string(Trim(what)));
  return {found.begin(), found.end()};
}

std::vector<std::string> FindAlike(Index* index, const std::string& what) {
  Nearest alike(what);
  Statement own_ids(index->database(), "SELECT own_id FROM original WHERE own_id <> ''");
  while (own_ids.Step()) alike.LookAt(own_ids.Text(0));
  Records(&index->database()).ForEach([&](const StoredRecord& stored) {
    const Record& record = stored.record;
    for (const std::string* text : {&record.customer_id, &record.username, &record.email})
      alike.LookAt(*text);
  });
  return alike.Take();
}

}  // namespace analyzer
