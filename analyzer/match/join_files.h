#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "analyzer/index/originals.h"

namespace analyzer {

// What joining asks of the files that hold originals. Each is read once, and kept until Trim.
class JoinFiles {
 public:
  struct File {
    bool copies = false;  // its originals serve only where no batch file holds the customer
    std::optional<int64_t> named_time;
    std::string path;
  };

  // Both must outlive this.
  JoinFiles(const Database& database, Originals* originals);

  // That of an original. Lives until Trim.
  const File& Of(int64_t original);
  // Whether an original is not that of a batch file.
  bool IsCopy(int64_t original);
  // Whether an item of one of the run's batches is that original.
  bool WasSentIn(int64_t run, int64_t original);

  // Lets go of what was read, where it has become much.
  void Trim();

 private:
  Originals& originals_;
  Statement file_;
  Statement sent_in_run_;
  std::unordered_map<int64_t, File> files_;
};

}  // namespace analyzer
