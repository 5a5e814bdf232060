#include "analyzer/audit/repeats.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace analyzer {
namespace {

// Customers of which the batch files hold several originals.
void AddWithSeveralOriginals(Index* index, std::set<std::string>* customers) {
  Statement rows(index->database(),
                 "SELECT customer FROM original WHERE position IS NOT NULL"
                 " GROUP BY customer HAVING count(*) > 1");
  while (rows.Step()) customers->insert(rows.Text(0));
}

// Customers of items that two batches of one run share, as both were cut from the same file.
void AddFromSharedItems(Index* index, std::set<std::string>* customers) {
  Statement of_items(index->database(),
                     "SELECT customer FROM original WHERE file = ? AND position >= ?"
                     " AND position < ?");
  Statement parts(index->database(),
                  "SELECT b.run, p.file, p.first, p.last FROM batch_part p"
                  " JOIN batch b ON b.id = p.batch ORDER BY b.run, p.file, p.first");
  std::pair<int64_t, int64_t> before;
  int64_t covered = 0;  // up to here the file's items were sent in that run
  while (parts.Step()) {
    const std::pair here(parts.Number(0), parts.Number(1));
    if (here != before) covered = 0;
    before = here;
    const int64_t first = parts.Number(2);
    const int64_t last = parts.Number(3);
    if (first < covered) {
      of_items.Bind(here.second).Bind(first).Bind(std::min(last, covered));
      while (of_items.Step()) customers->insert(of_items.Text(0));
    }
    covered = std::max(covered, last);
  }
}

}  // namespace

std::vector<AgainAndAgain> LoadAgainAndAgain(Index* index) {
  Statement rows(index->database(),
                 "SELECT customer, customer_id, username, result, times, attempts FROM outcome"
                 " WHERE state = 'failure' AND times >= 3 ORDER BY times DESC, customer, id");
  std::vector<AgainAndAgain> all;
  while (rows.Step()) {
    all.push_back(
        {rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Number(4), rows.Number(5)});
  }
  return all;
}

std::vector<InTwoBatches> LoadInTwoBatches(Index* index) {
  std::set<std::string> customers;
  AddWithSeveralOriginals(index, &customers);
  AddFromSharedItems(index, &customers);
  Statement rows(index->database(),
                 "SELECT b.run, b.number, f.path, g.position FROM original g"
                 " JOIN batch_part p ON p.file = g.file AND g.position >= p.first"
                 " AND g.position < p.last JOIN batch b ON b.id = p.batch"
                 " JOIN file f ON f.id = g.file WHERE g.customer = ?"
                 " ORDER BY b.run, b.number, p.part, g.position");
  std::map<std::pair<int64_t, std::string>, InTwoBatches> found;  // by run and customer
  for (const std::string& customer : customers) {
    rows.Bind(customer);
    while (rows.Step()) {
      InTwoBatches& of_run = found[{rows.Number(0), customer}];
      of_run.customer = customer;
      of_run.sendings.push_back({rows.Number(0), rows.Number(1), rows.Text(2), rows.Number(3)});
    }
  }
  std::vector<InTwoBatches> all;
  for (auto& [key, of_run] : found) {
    if (of_run.sendings.size() > 1) all.push_back(std::move(of_run));
  }
  return all;
}

}  // namespace analyzer
