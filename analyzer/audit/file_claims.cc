#include "analyzer/audit/file_claims.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "analyzer/extract/log_fact.h"

namespace analyzer {
namespace {

std::string_view NameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

int64_t FailedOutcomes(Database* database, bool household, const char* of_these) {
  Statement row(*database, std::string("SELECT count(*) FROM outcome o WHERE state <> 'accepted'"
                                       " AND household = ? AND ") +
                               of_these);
  row.Bind(int64_t{household}).Step();
  return row.Number(0);
}

// failed_customers.json and failed_households.json, and their members in archives.
void AddRecordsOfFailures(Database* database, std::vector<Claim>* claims) {
  Statement files(*database,
                  "SELECT f.id, f.path, count(*) FROM record r JOIN file f ON f.id = r.file"
                  " WHERE r.voice = 2 AND f.path LIKE '%failed_%.json' GROUP BY f.id ORDER BY 2");
  while (files.Step()) {
    const std::string path = files.Text(1);
    const std::string_view name = NameOf(path);
    if (name != "failed_customers.json" && name != "failed_households.json") continue;
    const bool household = name == "failed_households.json";
    const std::string not_in_it =
        "NOT EXISTS (SELECT 1 FROM record r WHERE r.outcome = o.id"
        " AND r.file = " +
        std::to_string(files.Number(0)) + ")";
    const int64_t failed = FailedOutcomes(database, household, "TRUE");
    const int64_t missing = FailedOutcomes(database, household, not_in_it.c_str());
    const bool holds = files.Number(2) == failed && missing == 0;
    claims->push_back({std::string(name),
                       files.Number(2),
                       failed,
                       {},
                       path,
                       {},
                       holds,
                       holds ? ""
                             : "so many attempts at single items failed; it tells of " +
                                   std::to_string(failed - missing) + " of them"});
  }
}

// Failures that stand, by kind and reason.
using FailuresByReason = std::map<std::pair<bool, std::string>, int64_t>;

FailuresByReason CountFailures(Database* database) {
  Statement rows(*database,
                 "SELECT household, reason, count(*) FROM failures GROUP BY household, reason");
  FailuresByReason standing;
  while (rows.Step()) standing[{rows.Number(0) != 0, rows.Text(1)}] = rows.Number(2);
  return standing;
}

void Tell(const std::string& claim, int64_t said, int64_t evidence, const std::string& file,
          std::optional<int64_t> line, const std::string& reason, std::vector<Claim>* claims) {
  const bool holds = said == evidence;
  claims->push_back({claim + " " + reason,
                     said,
                     evidence,
                     {},
                     file,
                     line,
                     holds,
                     holds ? "" : "so many failures with " + reason + " stand"});
}

void AddSummaries(Database* database, const FailuresByReason& standing,
                  std::vector<Claim>* claims) {
  Statement rows(*database,
                 "SELECT l.count, l.path, l.household, f.path, l.line FROM log_fact l"
                 " JOIN file f ON f.id = l.file WHERE l.fact = ? ORDER BY f.path, l.byte_begin");
  rows.Bind(static_cast<int64_t>(Fact::kSummaryFile));
  while (rows.Step()) {
    const auto found = standing.find({rows.Number(2) != 0, rows.Text(1)});
    Tell("summary_file", rows.Number(0), found == standing.end() ? 0 : found->second, rows.Text(3),
         rows.Number(4), rows.Text(1), claims);
  }
}

// `.../single_failures/REASON/customer_ID_USERNAME.json`: files by folder.
void AddTrees(Database* database, const FailuresByReason& standing, std::vector<Claim>* claims) {
  Statement rows(*database, "SELECT path FROM file WHERE path LIKE '%single_failures/%'");
  std::map<std::string, int64_t> files;  // customer_... of a folder and household_... apart
  std::set<std::string> households;
  while (rows.Step()) {
    const std::string path = rows.Text(0);
    const std::string_view name = NameOf(path);
    if (name.size() == path.size()) continue;
    const std::string folder = path.substr(0, path.size() - name.size() - 1);
    const size_t above = folder.rfind('/');
    if (above == std::string::npos || !folder.substr(0, above).ends_with("single_failures"))
      continue;
    if (name.starts_with("household_")) households.insert(folder);
    files[folder] += name.starts_with("customer_") || name.starts_with("household_");
  }
  for (const auto& [folder, count] : files) {
    const std::string reason(NameOf(folder));
    const auto found = standing.find({households.contains(folder), reason});
    Tell("single_failures", count, found == standing.end() ? 0 : found->second, folder, {}, reason,
         claims);
  }
}

}  // namespace

std::vector<Claim> LoadFileClaims(Index* index) {
  Database& database = index->database();
  std::vector<Claim> claims;
  AddRecordsOfFailures(&database, &claims);
  const FailuresByReason standing = CountFailures(&database);
  AddSummaries(&database, standing, &claims);
  AddTrees(&database, standing, &claims);
  return claims;
}

}  // namespace analyzer
