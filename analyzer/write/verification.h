#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/tree_reading.h"
#include "analyzer/index/index.h"

namespace analyzer {

// What came of holding a tree of failures against the sources.
struct Verification {
  std::vector<Finding> faults;  // sorted, both
  std::vector<Finding> notes;
  int64_t single_files = 0;
  int64_t retry_batches = 0;
  int64_t records = 0;  // in the client's failed_customers.json or failed_households.json
  int64_t as_sent = 0;  // single files and retry batches without a fault
  int64_t proved = 0;   // of these, those whose very bytes came out when they were made again
};

// Holds a tree against an index in which it is no source.
Verification VerifyTree(const Tree& tree, Index* index);

}  // namespace analyzer
