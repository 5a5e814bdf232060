#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/extract/sink.h"
#include "analyzer/index/database.h"

namespace analyzer {

// The way from what identifies an original to its id: a hash of kind and value (35 bits) and the id
// (28 bits) in one number, the numbers sorted and stored in pages of the table `identity_page`. A
// hash can be that of other values, too, and the original can be gone: whoever finds one looks.
//
// Numbers are gathered in memory and written in runs, each sorted by itself; a look-up asks each
// run.

// One number without an id.
uint64_t IdentityHash(IdentityKind kind, std::string_view value);

class IdentityPageWriter {
 public:
  // `database` must outlive this.
  explicit IdentityPageWriter(Database* database);

  // REQUIRES: original >= 0. Throws std::runtime_error where it is 2^28 or more.
  void Add(uint64_t hash, int64_t original);
  // Writes what was gathered.
  void Flush();

 private:
  Database* database_;
  std::vector<uint64_t> gathered_;
};

// Calls `take` with each number of the pages in `schema` (`main`, or a database that is attached):
// its hash, and the original's id.
void ForEachIdentity(const Database& database, const std::string& schema,
                     const std::function<void(uint64_t hash, int64_t original)>& take);

// Not for use by several threads at once.
class IdentityPages {
 public:
  // Reads where the pages begin; `database` must outlive this, and no page be written meanwhile.
  explicit IdentityPages(Database* database);

  // The originals that may bear this value, in the order of their ids.
  std::vector<int64_t> Find(IdentityKind kind, std::string_view value);

 private:
  struct Run {
    std::vector<uint64_t> firsts;  // of its pages, ascending
    std::vector<int64_t> pages;    // their ids
  };
  void FindIn(const Run& run, uint64_t hash, std::vector<int64_t>* found);
  const std::vector<uint64_t>& Page(int64_t id);

  std::vector<Run> runs_;
  Statement read_;
  std::map<int64_t, std::vector<uint64_t>> kept_;  // pages that were read
};

}  // namespace analyzer
