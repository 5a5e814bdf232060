#include "analyzer/match/fact_reader.h"

#include <string>

namespace analyzer {

FactRow ReadFact(const Statement& row) {
  return {.id = row.Number(0),
          .file = row.Number(1),
          .byte_begin = row.Number(2),
          .time = row.NumberOrNothing(3).value_or(0),
          .pattern = row.Text(4),
          .fact = static_cast<Fact>(row.Number(5)),
          .number = row.NumberOrNothing(6),
          .batches = row.NumberOrNothing(7),
          .attempt = row.NumberOrNothing(8),
          .status = row.NumberOrNothing(9),
          .count = row.NumberOrNothing(10),
          .first = row.NumberOrNothing(11),
          .last = row.NumberOrNothing(12),
          .path = row.Text(13),
          .household = row.Number(14) != 0};
}

bool IsSaved(Fact fact) {
  return fact == Fact::kSavedNoResult || fact == Fact::kSavedNeverSent ||
         fact == Fact::kRemaining || fact == Fact::kSavedError;
}

bool IsClaim(Fact fact) {
  return fact == Fact::kSummarySays || fact == Fact::kSavedFailures || fact == Fact::kSummaryFile;
}

FactReader::FactReader(const Database& database, std::vector<FactFile> files, int64_t as_of)
    : files_(std::move(files)),
      rows_(database, std::string(kFactColumns) + "WHERE " + kThatCount +
                          " AND file = ? AND l.id BETWEEN ? AND ? ORDER BY byte_begin, l.id"),
      as_of_(as_of) {}

std::optional<FactRow> FactReader::Next() {
  while (true) {
    if (!open_) {
      if (at_ == files_.size()) return std::nullopt;
      const FactFile& file = files_[at_++];
      rows_.Bind(as_of_).Bind(file.id).Bind(file.first_id).Bind(file.last_id);
    }
    open_ = rows_.Step();
    if (!open_) continue;
    FactRow fact = ReadFact(rows_);
    if (!IsClaim(fact.fact) && !IsSaved(fact.fact)) return fact;
  }
}

}  // namespace analyzer
