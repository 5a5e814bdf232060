#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/base/spill.h"
#include "analyzer/index/database.h"
#include "analyzer/index/findings.h"
#include "analyzer/index/identity_pages.h"
#include "analyzer/index/identity_parts.h"
#include "analyzer/index/reading.h"
#include "analyzer/index/record_row.h"

namespace analyzer {

// A file of which the last piece is still to come, and its copies until then.
struct HashAside {
  uint64_t hash;
  int64_t copy;  // from 0
};
struct BegunFile {
  int64_t id = 0;
  int64_t first_original = 0;
  int64_t items = 0;
  bool in_order = true;
  int64_t set_aside = 0;  // copies
  Spill<HashAside> hashes_aside;
  int64_t frames = 0;
};

// Puts what was found in files into the tables of the index, with statements that are prepared
// once.
class Inserter {
 public:
  // `database` must outlive this.
  explicit Inserter(Database* database);

  // The id of the file. The pieces of one follow each other.
  int64_t Insert(const Findings& findings);
  void InsertReading(const Reading& reading);

  // The id of the file that the next Insert is of: rows of it can be put in before that.
  int64_t BeginFile();

  // For originals and records that another puts into their tables: takes `count` ids for them; the
  // first.
  int64_t TakeOriginalIds(int64_t count) {
    return std::exchange(next_original_, next_original_ + count);
  }
  int64_t TakeFileIds(int64_t count) { return std::exchange(next_file_, next_file_ + count); }
  int64_t TakeRecordIds(int64_t count) { return std::exchange(next_record_, next_record_ + count); }
  // As IdentityHash gives it, of one of these originals.
  void AddIdentity(uint64_t hash, int64_t original) { gathered_.Add(hash, original); }
  // Writes what is gathered until all is there.
  void Finish();
  // Takes originals out of the way that leads to them.
  void Forget(std::vector<OriginalIds> originals);

 private:
  void End(const Findings::File& file);
  void InsertPrefix(const std::string& on_disk, const LogPrefix& prefix);
  void InsertFrames(const Findings& findings);
  void InsertOriginals(const Findings& findings);
  void InsertCopiesAside();
  void InsertOriginal(int64_t file, int64_t id, const Findings::FoundOriginal& original);
  void InsertRecords(int64_t file, const Findings::Records& records);
  int64_t InsertResponse(int64_t file, const Findings::Records& records);
  void InsertFact(int64_t file, const Findings::PlacedFact& placed);

  const Database& database_;
  IdentityPageWriter identities_;
  IdentityParts gathered_;
  int64_t next_original_;
  int64_t next_record_;
  int64_t next_file_;
  std::optional<BegunFile> begun_;
  Statement file_;
  Statement kept_frame_;
  Statement original_;
  Statement response_;
  RecordRowWriter records_;
  Statement fact_;
  Statement repair_;
  Statement reading_;
  Statement note_;
  Statement prefix_;
};

}  // namespace analyzer
