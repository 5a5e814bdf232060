#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/extract/sink.h"
#include "analyzer/index/database.h"

namespace analyzer {

// The way from what identifies an original to its id: a hash of kind and value (64 bits) beside the
// id (32 bits), sorted, and stored in pages of the table `identity_page`.
//
// Entries are gathered in memory and written in runs, each sorted by itself; a look-up asks each
// run.

uint64_t IdentityHash(IdentityKind kind, std::string_view value);

struct IdentityEntry {
  uint64_t hash = 0;
  uint32_t original = 0;

  bool operator<(const IdentityEntry& other) const {
    return hash != other.hash ? hash < other.hash : original < other.original;
  }
};

// All hashes, then all ids: so a page is stored.
struct IdentityPage {
  std::vector<uint64_t> hashes;
  std::vector<uint32_t> originals;
};

// Ids [first, last) of originals.
struct OriginalIds {
  int64_t first = 0;
  int64_t last = 0;
};

class IdentityPageWriter {
 public:
  // `database` must outlive this.
  explicit IdentityPageWriter(Database* database);

  // REQUIRES: original >= 0. Throws std::runtime_error where it is 2^32 or more.
  void Add(uint64_t hash, int64_t original);
  // Writes what was gathered.
  void Flush();
  // Takes originals out again. Goes over all pages.
  void Remove(std::vector<OriginalIds> originals);

 private:
  Database* database_;
  std::vector<IdentityEntry> gathered_;
};

// Calls `take` with each entry of the pages in `schema`: `main`, or a database that is attached.
void ForEachIdentity(const Database& database, const std::string& schema,
                     const std::function<void(const IdentityEntry&)>& take);

// Not for use by several threads at once.
class IdentityPages {
 public:
  // Reads where the pages begin; `database` must outlive this, and no page be written meanwhile.
  explicit IdentityPages(Database* database);

  // The originals that may bear this value, in the order of their ids.
  std::vector<int64_t> Find(IdentityKind kind, std::string_view value);
  // Whether there is any with this hash.
  bool Has(uint64_t hash);

 private:
  struct Run {
    std::vector<uint64_t> firsts;  // the first hash of each of its pages, ascending
    std::vector<int64_t> pages;    // their ids
  };
  // Calls visit(original) for each entry with this hash.
  template <typename Visit>
  void ForEach(uint64_t hash, Visit visit);
  const IdentityPage& PageWith(int64_t id);

  std::vector<Run> runs_;
  Statement read_;
  std::unordered_map<int64_t, IdentityPage> kept_;  // pages that were read
};

}  // namespace analyzer
