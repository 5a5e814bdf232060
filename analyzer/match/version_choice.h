#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/match/join.h"
#include "analyzer/match/join_files.h"

namespace analyzer {

// Chooses among the versions of a customer the one that a record is of: the one that the batch, or
// the run, sent; where these tell nothing, the newest by the time in its path.
class VersionChooser {
 public:
  // All must outlive this; `trace` may be nullptr.
  VersionChooser(const Sought& sought, Originals* originals, JoinFiles* files, JoinTrace* trace)
      : sought_(sought), originals_(*originals), files_(*files), trace_(trace) {}

  // Sets what *joined tells of the original: the one; or that several are as likely, or none is,
  // as these were sent with a changeType of another kind. `versions` are all of one customer.
  void Choose(std::vector<int64_t> versions, Joined* joined);

  // One original for each value: the one in a batch file, then by path and place.
  std::vector<int64_t> Representatives(const std::vector<int64_t>& items);

 private:
  const OriginalRow& Row(int64_t id) { return *originals_.Row(id); }
  bool IsInBatch(int64_t id) const {
    return sought_.batch != nullptr && sought_.batch->items.Contains(id);
  }
  void Tell(const std::vector<int64_t>& chosen, size_t of, const char* why);
  std::vector<int64_t> SentInRun(const std::vector<int64_t>& versions);
  void KeepChangeType(std::vector<int64_t>* versions);
  bool DropOtherKind(std::vector<int64_t>* versions, Joined* joined);
  void KeepBatchFiles(std::vector<int64_t>* versions);
  int64_t Newest(const std::vector<int64_t>& items);

  const Sought& sought_;
  Originals& originals_;
  JoinFiles& files_;
  JoinTrace* trace_;
};

}  // namespace analyzer
