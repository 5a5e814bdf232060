#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/index/originals.h"

namespace analyzer {

// Where an original stands, in little memory.
struct OriginalSpan {
  int64_t file = 0;  // in the index
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::optional<int64_t> position;
};

// An original, and where it stands.
struct OriginalPlace {
  int64_t id = 0;       // in the index
  int64_t file_id = 0;  // likewise
  std::string file;
  std::string encoding;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::optional<int64_t> position;
  bool household = false;
  std::string own_id;
  std::string first_name;  // where AddName was asked for them, these two
  std::string last_name;
  std::string change_type;
  std::string member;  // in an archive; empty: the file on disk

  std::string Reference() const { return file + "#" + std::to_string(byte_begin); }
  OriginalSpan source() const { return {file_id, byte_begin, byte_end, position}; }
  // First and last name, as far as it has them.
  std::string Name() const;
};

// Reads places of originals from the index, which must outlive this. Of some thousand files it
// keeps what it read; of originals it does not.
class OriginalLoader {
 public:
  explicit OriginalLoader(Index* index);
  // REQUIRES: the index has an original of that id.
  OriginalPlace Load(int64_t id);
  void AddName(OriginalPlace* place);
  // The place alone, as it is written out; the rest of it stays empty.
  OriginalPlace At(const OriginalSpan& place);
  // Its text, as Originals gives it.
  Result<std::string> Text(int64_t id);
  // Of a file of the index; lives until the next call of any function here.
  struct File {
    std::string path;
    std::string member;
    std::string encoding;
  };
  const File& FileOf(int64_t id);
  // The ids of all originals of a customer, which is named as in the index.
  std::vector<int64_t> VersionsOf(std::string_view customer) {
    return originals_.VersionsOf(customer);
  }

 private:
  Originals originals_;
  Statement file_;
  std::unordered_map<int64_t, File> files_;
};

}  // namespace analyzer
