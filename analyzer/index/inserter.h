#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "analyzer/index/database.h"
#include "analyzer/index/findings.h"
#include "analyzer/index/identity_pages.h"

namespace analyzer {

// Puts what was found in files into the tables of the index, with statements that are prepared
// once.
class Inserter {
 public:
  // `database` must outlive this.
  explicit Inserter(Database* database);

  // The id of the file.
  int64_t Insert(const Findings& findings);
  // Writes what is gathered until all is there.
  void Finish();
  // Takes originals out of the way that leads to them.
  void Forget(std::vector<OriginalIds> originals) { identities_.Remove(std::move(originals)); }

 private:
  int64_t InsertFile(const Findings& findings);
  void InsertOriginals(int64_t file, const Findings& findings);
  void InsertOriginal(int64_t file, int64_t id, const Findings::FoundOriginal& original);
  void InsertRecords(int64_t file, const Findings::Records& records);
  int64_t InsertResponse(int64_t file, const Findings::Records& records);
  void InsertFact(int64_t file, const Findings::PlacedFact& placed);

  const Database& database_;
  IdentityPageWriter identities_;
  int64_t next_original_;
  int64_t next_record_;
  Statement file_;
  Statement kept_frame_;
  Statement original_;
  Statement response_;
  Statement record_;
  Statement fact_;
  Statement repair_;
};

}  // namespace analyzer
