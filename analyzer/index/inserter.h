#pragma once

#include <cstdint>

#include "analyzer/index/database.h"
#include "analyzer/index/findings.h"

namespace analyzer {

// Puts what was found in files into the tables of the index, with statements that are prepared
// once.
class Inserter {
 public:
  // `database` must outlive this.
  explicit Inserter(const Database& database);

  // The id of the file.
  int64_t Insert(const Findings& findings);

 private:
  int64_t InsertFile(const Findings::File& file);
  void InsertOriginal(int64_t file, const Original& original);
  void InsertRecords(int64_t file, const Findings::Records& records);
  int64_t InsertResponse(int64_t file, const Response& response, std::string_view content);
  void InsertFact(int64_t file, const Findings::PlacedFact& placed);

  const Database& database_;
  Statement file_;
  Statement original_;
  Statement identity_;
  Statement response_;
  Statement record_;
  Statement fact_;
  Statement repair_;
};

}  // namespace analyzer
