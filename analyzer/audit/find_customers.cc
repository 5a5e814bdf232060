#include "analyzer/audit/find_customers.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/index/originals.h"
#include "analyzer/index/records.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/join.h"

namespace analyzer {
namespace {

constexpr size_t kMostSlips = 2;
constexpr size_t kMostAlike = 5;

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

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  bool valid = true;
  for (size_t at = 0; at < text.size();) points.push_back(NextCodePoint(text, &at, &valid));
  return points;
}

// How many letters must be put in, left out or changed to make one of the other.
size_t SlipsBetween(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> FindCustomers(Index* index, const std::string& what) {
  if (Trim(what).empty()) return {};
  const std::set<std::string> found = Finder(index).Find(std::string(Trim(what)));
  return {found.begin(), found.end()};
}

std::vector<std::string> FindAlike(Index* index, const std::string& what) {
  const std::u32string sought = CodePoints(Fold(what));
  std::set<std::pair<size_t, std::string>> alike;
  const auto look_at = [&](const std::string& text) {
    const std::u32string points = CodePoints(Fold(text));
    const size_t longer = std::max(points.size(), sought.size());
    if (longer - std::min(points.size(), sought.size()) > kMostSlips) return;
    const size_t slips = SlipsBetween(sought, points);
    if (slips <= kMostSlips && slips * 3 < sought.size()) alike.emplace(slips, text);
    if (alike.size() > kMostAlike) alike.erase(std::prev(alike.end()));
  };
  Statement own_ids(index->database(), "SELECT own_id FROM original WHERE own_id <> ''");
  while (own_ids.Step()) look_at(own_ids.Text(0));
  Records(&index->database()).ForEach([&](const StoredRecord& stored) {
    const Record& record = stored.record;
    for (const std::string* text : {&record.customer_id, &record.username, &record.email})
      look_at(*text);
  });
  std::vector<std::string> nearest;
  for (const auto& [slips, text] : alike) nearest.push_back(text);
  return nearest;
}

}  // namespace analyzer
