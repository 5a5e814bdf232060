#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/index/index.h"
#include "analyzer/index/records.h"
#include "analyzer/match/outcome.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/match/sendings.h"

namespace analyzer {

// Writes what was made of each customer into the index, and counts it in the report.
class OutcomeWriter {
 public:
  // All must outlive this.
  OutcomeWriter(Index* index, const MatchOptions& options, MatchReport* report);

  // Gives the outcomes of a customer their ids, which grow from customer to customer, and writes
  // them with their candidates and their evidence.
  void Add(const std::string& customer, std::vector<Outcome>* outcomes);
  // Writes an unanswered item of the customer. After the last of them, Finish.
  void AddUnanswered(const std::string& customer, const UnansweredItem& item);
  // Puts the unanswered items in the order of sending, and tells which decisions were not needed.
  void Finish();

 private:
  void Write(const std::string& customer, const Outcome& outcome);
  Joined JoiningOf(const Outcome& outcome);
  void DecideByHand(const Outcome& outcome, Joined* joined);
  std::optional<int64_t> OriginalNamed(const std::string& reference);
  std::string PlaceOf(const Outcome& outcome);

  Database& database_;
  Index* index_;
  const MatchOptions& options_;
  MatchReport& report_;
  Records records_;
  Statement outcome_;
  Statement candidate_;
  Statement unanswered_;
  int64_t next_ = 1;
  std::set<std::string> used_;  // failures that a decision was found for
};

}  // namespace analyzer
