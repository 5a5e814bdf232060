#include "analyzer/audit/find_customers.h"

#include <algorithm>
#include <set>

#include "analyzer/base/nearest.h"
#include "analyzer/base/unicode.h"
#include "analyzer/index/originals.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/join.h"

namespace analyzer {
namespace {

class Finder {
 public:
  explicit Finder(Index* index)
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
    Statement rows(database_,
                   "SELECT DISTINCT customer_id, username, email FROM record"
                   " WHERE standing = 'accepted' AND outcome IS NULL");
    while (rows.Step()) {
      const std::string id = rows.Text(0);
      const std::string username = Fold(rows.Text(1));
      const std::string email = Fold(rows.Text(2));
      if (id != what && username != folded && email != folded) continue;
      found_.insert(ReportedCustomer(id, rows.Text(1), rows.Text(2)));
    }
  }

  Database& database_;
  Originals originals_;
  Statement key_;
  std::set<std::string> found_;
};

}  // namespace

std::vector<std::string> FindCustomers(Index* index, const std::string& what) {
  if (Trim(what).empty()) return {};
  const std::set<std::string> found = Finder(index).Find(std::string(Trim(what)));
  return {found.begin(), found.end()};
}

std::vector<std::string> FindAlike(Index* index, const std::string& what) {
  Nearest alike(what);
  for (const char* const texts : {"SELECT own_id FROM original WHERE own_id <> ''",
                                  "SELECT customer_id FROM record UNION SELECT username FROM record"
                                  " UNION SELECT email FROM record"}) {
    Statement rows(index->database(), texts);
    while (rows.Step()) alike.LookAt(rows.Text(0));
  }
  return alike.Take();
}

}  // namespace analyzer
