#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// A customer whose last word is a failure, for the third time or more for that reason.
struct AgainAndAgain {
  std::string customer;
  std::string customer_id;
  std::string username;
  std::string reason;
  int64_t times = 0;
  int64_t attempts = 0;  // at the customer, in all
};

// Those who failed most often first.
std::vector<AgainAndAgain> LoadAgainAndAgain(Index* index);

// A customer that one run sent in several batches, or several times in one.
struct InTwoBatches {
  struct Sending {
    int64_t run = 0;
    int64_t batch = 0;  // its number
    std::string file;
    int64_t position = 0;  // in the file, from 0
  };
  std::string customer;
  std::vector<Sending> sendings;  // all of one run
};

// In the order of runs and customers.
std::vector<InTwoBatches> LoadInTwoBatches(Index* index);

}  // namespace analyzer
