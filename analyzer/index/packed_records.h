#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "analyzer/extract/record.h"

namespace analyzer {

// Nearly all records tell of a success, and nobody asks for most of them again. Those of one answer
// are kept together: one after the other, each as differences from the one before, compressed
// (zstd).
//
// A record is: a byte of flags (kSame: what follows the identity is as in the record before; kHas…:
// what is there), the numbers (LEB128) and the texts (a number of bytes, and these).

// An accepted record of an answer. `record.span` is in bytes of the file; `record.extractor` lives
// as long as the visit.
struct PackedRecord {
  int64_t number = 0;  // among the records of its answer, from 0
  int64_t line = 0;
  Record record;
};

// Whether it can be packed: an accepted one of an answer, without a time of its own.
bool IsPackable(const Record& record);

class RecordPacker {
 public:
  // REQUIRES: IsPackable(record), and that it stands behind those before.
  void Add(int64_t number, int64_t line, const Record& record);
  int64_t count() const { return count_; }
  // All that was added; empty where nothing was. Ready for the next answer.
  std::string Take();

 private:
  void AddNumber(uint64_t number);
  void AddText(std::string_view text);

  std::string bytes_;
  int64_t count_ = 0;
  PackedRecord last_;
};

// Gives each in its order. False where `packed` is nothing that Take gave.
bool ForEachPacked(std::string_view packed, const std::function<void(const PackedRecord&)>& visit);

}  // namespace analyzer
