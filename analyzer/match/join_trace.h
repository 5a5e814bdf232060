#pragma once

#include <set>
#include <string>
#include <vector>

namespace analyzer {

// Somebody whom a strategy found, and who is not meant.
struct RuledOut {
  std::string customer;
  std::string why;
};

// What one strategy came to.
struct JoinStep {
  std::string strategy;
  std::string value;                   // that was sought; empty: the record tells none
  std::vector<std::string> customers;  // that were found and not ruled out; sorted
  std::vector<RuledOut> ruled_out;     // that were found, too
  bool repaired = false;  // with a wrong code page undone, in the record or in the originals
  bool in_batch = false;  // some of those found are in the batch: only they count
  bool decides() const { return customers.size() == 1; }
};

// The way of one record through the strategies, in their order, up to the one that decides.
struct JoinTrace {
  std::vector<JoinStep> steps;
  std::string version;  // why this one of the customer's versions; empty: there is no choice

  // Tells of somebody whom the strategy that is tried next found.
  void RuleOut(const std::string& customer, const char* why);
  // Ends a strategy. One that was tried anew with a wrong code page undone, and found nobody more,
  // is not told.
  void End(const char* strategy, const std::string& value, const std::set<std::string>& customers,
           bool repaired, bool in_batch);

 private:
  std::vector<RuledOut> ruled_out_;
};

}  // namespace analyzer
