#include "analyzer/audit/repeats.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/base/hash.h"
#include "analyzer/match/holding_parts.h"

namespace analyzer {
namespace {

using Customers = std::map<std::string, std::vector<int64_t>>;  // with ids of their originals

// Which customers the batch files hold several originals of. Of most there is one: a hash tells
// those first, so that no name is kept of them.
Customers WithSeveralOriginals(Index* index) {
  constexpr char kItems[] = "SELECT id, customer FROM original WHERE position IS NOT NULL";
  std::vector<uint64_t> hashes;
  Statement rows(index->database(), kItems);
  while (rows.Step()) hashes.push_back(Hash64(rows.Text(1)));
  std::sort(hashes.begin(), hashes.end());
  std::vector<uint64_t> several;
  for (size_t i = 1; i < hashes.size(); ++i) {
    if (hashes[i] == hashes[i - 1]) several.push_back(hashes[i]);
  }
  Customers customers;
  if (several.empty()) return customers;
  Statement again(index->database(), kItems);
  while (again.Step()) {
    const std::string customer = again.Text(1);
    if (std::binary_search(several.begin(), several.end(), Hash64(customer)))
      customers[customer].push_back(again.Number(0));
  }
  return customers;
}

// Adds the customers of items that two batches of one run share, as both were cut from the same
// file.
void AddOfSharedItems(Index* index, Customers* customers) {
  Statement of_items(index->database(),
                     "SELECT o.customer, o.id FROM file f JOIN original o"
                     " ON o.id >= f.first_original AND o.id < f.first_original + f.items"
                     " WHERE f.id = ? AND o.position >= ? AND o.position < ?");
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
      while (of_items.Step()) {
        std::vector<int64_t>& originals = (*customers)[of_items.Text(0)];
        if (originals.empty()) originals.push_back(of_items.Number(1));
      }
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
  Customers customers = WithSeveralOriginals(index);
  AddOfSharedItems(index, &customers);
  Statement rows(index->database(),
                 "SELECT b.run, b.number, f.path, g.position, p.part FROM original g" +
                     JoinHoldingParts(index->database()) +
                     "JOIN batch b ON b.id = p.batch"
                     " JOIN file f ON f.id = g.file WHERE g.id = ?");
  std::map<std::pair<int64_t, std::string>, InTwoBatches> found;  // by run and customer
  for (const auto& [customer, originals] : customers) {
    std::set<std::tuple<int64_t, int64_t, int64_t, int64_t, std::string>> sendings;  // in order
    for (const int64_t original : originals) {
      rows.Bind(original);
      while (rows.Step()) {
        sendings.emplace(rows.Number(0), rows.Number(1), rows.Number(4), rows.Number(3),
                         rows.Text(2));
      }
    }
    for (const auto& [run, batch, part, position, file] : sendings) {
      InTwoBatches& of_run = found[{run, customer}];
      of_run.customer = customer;
      of_run.sendings.push_back({run, batch, file, position});
    }
  }
  std::vector<InTwoBatches> all;
  for (auto& [key, of_run] : found) {
    if (of_run.sendings.size() > 1) all.push_back(std::move(of_run));
  }
  return all;
}

}  // namespace analyzer
