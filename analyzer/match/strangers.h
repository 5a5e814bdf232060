#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/index/originals.h"

namespace analyzer {

// Finds, among very many records, those that bear an id which no original has as its customerId:
// hashes of the ids are gathered, sorted, and looked up in the order in which the index has them.
class Strangers {
 public:
  // `originals` must outlive this.
  explicit Strangers(Originals* originals) : originals_(*originals) {}

  // A record, by its id in the index, and the id that it bears; where that is empty, it is one.
  void Add(const std::string& id, int64_t record);

  // The records found, sorted. Whether their ids are cards or of households was not asked.
  std::vector<int64_t> Take();

 private:
  void Sift();

  Originals& originals_;
  std::vector<std::pair<uint64_t, int64_t>> gathered_;  // hash of the id, record
  std::vector<int64_t> found_;
};

}  // namespace analyzer
