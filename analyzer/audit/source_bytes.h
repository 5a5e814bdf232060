#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/index/index.h"

namespace analyzer {

// What the bytes of a file, or of a member of an archive, were read as. Each byte counts once.
struct SourceBytes {
  std::string file;
  std::string member;
  std::string role;  // as in the schema
  int64_t bytes = 0;
  int64_t documents = 0;  // read by structure
  int64_t log_lines = 0;  // heads and messages, without the documents in them
  int64_t window = 0;     // blocks of the client's window, likewise
  int64_t salvaged = 0;   // broken documents, searched with patterns
  int64_t blank = 0;      // white space, byte order marks, zero bytes, colour codes
  int64_t not_understood = 0;

  // What does not add up, for a person; empty where all does.
  std::string Imbalance() const;
};

// Of all files that were read, batch files too, in the order of their paths.
std::vector<SourceBytes> LoadSourceBytes(Index* index);

}  // namespace analyzer
